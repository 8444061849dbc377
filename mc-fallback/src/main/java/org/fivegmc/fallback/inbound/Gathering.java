package org.fivegmc.fallback.inbound;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.LinkTimes;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.TextCoding;

/// The parts of one long message that are there. Guarded by its [PartBuffer].
final class Gathering {

    /// In the place of what never came.
    private static final String GAP = " \u2026 ";

    private final String name;
    private final long firstAtMs;
    private final int total;
    private final TreeMap<Integer, InboundSms> parts = new TreeMap<>();

    /// It is with the taker.
    private boolean leaving;

    Gathering(InboundSms first, long firstAtMs) {
        this.name = name(first);
        this.firstAtMs = firstAtMs;
        this.total = first.number().total();
    }

    /// What the parts of one message have in common.
    static String name(InboundSms part) {
        return part.gateway()
                + "|"
                + part.source().digits()
                + "|"
                + part.destination().digits()
                + "|"
                + part.number().reference()
                + "|"
                + part.number().total();
    }

    String name() {
        return name;
    }

    long firstAtMs() {
        return firstAtMs;
    }

    boolean leaving() {
        return leaving;
    }

    void leaving(boolean now) {
        leaving = now;
    }

    void add(InboundSms part) {
        parts.put(part.number().sequence(), part);
    }

    Optional<InboundSms> at(int sequence) {
        return Optional.ofNullable(parts.get(sequence));
    }

    int size() {
        return parts.size();
    }

    boolean isWhole() {
        return parts.size() == total;
    }

    /// The row of a part; 0 is what stays behind afterwards.
    TenantKey key(int sequence) {
        return key(name, firstAtMs, sequence);
    }

    static TenantKey key(String name, long firstAtMs, int sequence) {
        return new TenantKey(TenantKey.Kind.SMS_PART, name + "|" + firstAtMs + "|" + sequence);
    }

    Iterable<Integer> sequences() {
        return parts.keySet();
    }

    Finished finished(long nowMs) {
        int[] hashes = new int[total];
        parts.forEach((sequence, part) -> hashes[sequence - 1] = part.octets().hashCode());
        return new Finished(name, firstAtMs, nowMs, hashes);
    }

    /// What stays of a message, to know its parts by when they come again.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Finished(String name, long firstAtMs, long finishedAtMs, int[] hashes) {
        boolean had(InboundSms part) {
            int hash = part.octets().hashCode();
            return hash != 0 && hashes[part.number().sequence() - 1] == hash;
        }

        TenantKey key() {
            return Gathering.key(name, firstAtMs, 0);
        }
    }

    /// One message of the parts, with a mark where some are missing. A character that was cut in
    /// two is whole again.
    InboundSms joined() {
        InboundSms first = parts.firstEntry().getValue();
        var text = new StringBuilder();
        var run = new ByteArrayOutputStream();
        TextCoding coding = first.coding();
        int expected = 1;
        for (InboundSms part : parts.values()) {
            int sequence = part.number().sequence();
            if (part.coding() != coding || sequence != expected) {
                text.append(coding.decode(run.toByteArray()));
                run.reset();
                coding = part.coding();
            }
            if (sequence != expected) {
                text.append(GAP);
            }
            run.writeBytes(part.octets().array());
            expected = sequence + 1;
        }
        text.append(coding.decode(run.toByteArray()));
        if (expected <= total) {
            text.append(GAP);
        }
        return new InboundSms(
                first.gateway(),
                first.source(),
                first.destination(),
                TextCoding.UCS2,
                PartNumber.only(),
                Octets.of(text.toString().strip().getBytes(StandardCharsets.UTF_16BE)),
                name + "|" + firstAtMs,
                LinkTimes.NONE);
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(parts.keySet().toArray());
    }
}
