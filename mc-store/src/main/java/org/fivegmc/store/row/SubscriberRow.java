package org.fivegmc.store.row;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegisterOrder;
import org.fivegmc.core.subscriber.Subscriber;

/// The value of a SUBSCRIBER row; the address is in the key.
///
/// Version 1:
///
/// ```
/// | version 1 | flags 1: 1 rcs, 2 provisioned | credentials 1: 1 none, 2 password |
/// | incarnation 8 | last capabilities 8 | last seen 8 | password text (credentials 2 only) |
/// | bindings n * (device text, capabilities 8, registered 8, expires 8, contact octets) |
/// | orders of the bindings n * (Call-ID hash 8, CSeq 4); not in older rows |
/// ```
///
/// What is appended later is ignored here; a new field of bindings is appended as a list of its
/// own.
public final class SubscriberRow {

    public static final int VERSION = 1;

    private static final int RCS = 1;
    private static final int PROVISIONED = 2;

    private static final int NO_CREDENTIALS = 1;
    private static final int PASSWORD = 2;

    private SubscriberRow() {}

    public static void write(CommitRecord out, Subscriber subscriber) {
        out.u8(VERSION)
                .u8((subscriber.rcs() ? RCS : 0) | (subscriber.provisioned() ? PROVISIONED : 0))
                .u8(
                        switch (subscriber.credentials()) {
                            case Credentials.None() -> NO_CREDENTIALS;
                            case Credentials.Password _ -> PASSWORD;
                        })
                .i64(subscriber.incarnation())
                .i64(subscriber.lastCapabilities().bits())
                .i64(subscriber.lastSeenMs());
        if (subscriber.credentials() instanceof Credentials.Password(var secret)) {
            RowWriter.text(out, secret);
        }
        RowWriter.varint(out, subscriber.bindings().size());
        for (Binding binding : subscriber.bindings()) {
            RowWriter.text(out, binding.device().value());
            out.i64(binding.capabilities().bits())
                    .i64(binding.registeredAtMs())
                    .i64(binding.expiresAtMs());
            RowWriter.octets(out, binding.contact());
        }
        for (Binding binding : subscriber.bindings()) {
            out.i64(binding.order().call()).i32(binding.order().cSeq());
        }
    }

    public static Subscriber read(UserAddress address, byte[] value) {
        var in = new ByteReader(value, 0);
        RowVersions.expect("subscriber", VERSION, in.u8());
        try {
            return read(address, in);
        } catch (IllegalArgumentException e) {
            throw RowVersions.impossible("subscriber", e);
        }
    }

    private static Subscriber read(UserAddress address, ByteReader in) {
        int flags = in.u8();
        int proof = in.u8();
        long incarnation = in.i64();
        long lastCapabilities = in.i64();
        long lastSeenMs = in.i64();
        Credentials credentials =
                switch (proof) {
                    case NO_CREDENTIALS -> Credentials.NONE;
                    case PASSWORD -> new Credentials.Password(in.text());
                    default -> throw ByteReader.corrupt("credentials " + proof);
                };
        int count = in.count();
        var bindings = new ArrayList<Binding>(count);
        for (int i = 0; i < count; i++) {
            bindings.add(
                    new Binding(
                            new DeviceId(in.text()),
                            new Capabilities(in.i64()),
                            in.i64(),
                            in.i64(),
                            in.octets()));
        }
        if (in.remaining() > 0) {
            bindings.replaceAll(b -> b.withOrder(new RegisterOrder(in.i64(), in.i32())));
        }
        return new Subscriber(
                address,
                (flags & RCS) != 0,
                (flags & PROVISIONED) != 0,
                credentials,
                incarnation,
                List.copyOf(bindings),
                new Capabilities(lastCapabilities),
                lastSeenMs);
    }
}
