package org.fivegmc.fuzz;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;

/// CPIM messages.
public final class CpimTarget {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private CpimTarget() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        check(octets);
    }

    static boolean check(byte[] octets) {
        if (!(CpimMessage.parse(octets) instanceof CpimResult.Parsed(CpimMessage message))) {
            return false;
        }
        look(message);
        Target.holds("content is a part of it", message.content().length() <= octets.length);
        // amid other octets it reads the same
        byte[] amid = new byte[octets.length + 20];
        System.arraycopy(octets, 0, amid, 10, octets.length);
        if (CpimMessage.parse(ByteSlice.of(amid, 10, octets.length))
                instanceof CpimResult.Parsed(CpimMessage other)) {
            Target.same("content amid", message.content(), other.content());
            Target.same("from amid", message.from(), other.from());
        } else {
            throw new Target.Broken("read at the beginning of an array only");
        }
        byte[] dated = message.withDateTime(TIME, ZoneOffset.UTC);
        if (dated.length > octets.length && !hasRoom(message)) {
            return true;
        }
        if (CpimMessage.parse(dated) instanceof CpimResult.Parsed(CpimMessage later)) {
            Target.same("time", Optional.of(TIME), later.dateTime());
            Target.same("from", message.from(), later.from());
            Target.same("to", message.to(), later.to());
            Target.same("id", message.imdnMessageId(), later.imdnMessageId());
            Target.same("content", message.content(), later.content());
        } else {
            throw new Target.Broken("unreadable with a time");
        }
        return true;
    }

    /// Whether another header fits into the limits.
    private static boolean hasRoom(CpimMessage message) {
        return message.headerCount() < 60
                && message.octets().length() - message.content().length() < 8_000;
    }

    private static void look(CpimMessage message) {
        for (int i = 0; i < message.headerCount(); i++) {
            var _ = message.headerName(i).text();
            var _ = message.headerValue(i).text();
        }
        message.dateTimeMillis();
        message.dateTimeText();
        message.dispositionNotification();
        message.contentType();
        message.contentTransferEncoding();
        message.contentDisposition();
    }
}
