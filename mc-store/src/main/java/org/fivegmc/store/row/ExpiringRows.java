package org.fivegmc.store.row;

import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.ParkedReceipt;
import org.fivegmc.core.storage.SmsPartRef;

/// The values of the rows that are forgotten after a while. All begin alike, so that a sweep need
/// not know which is which.
///
/// Version 1 of each:
///
/// ```
/// DEDUP          | version 1 | forget at 8 | message id 16 |
/// DEDUP, hidden  | version 1 | forget at 8 | sender address |
/// DEDUP, memory  | version 1 | forget at 8 | length varint | octets |
/// CORRELATION    | version 1 | forget at 8 | message id 16 | part 4 | recipient address |
/// PARKED_RECEIPT | version 1 | forget at 8 | delivered 1 | parked at 8 | cause text |
/// ```
///
/// What is appended later is ignored here.
public final class ExpiringRows {

    public static final int VERSION = 1;

    private static final int NOT_DELIVERED = 0;
    private static final int DELIVERED = 1;

    private ExpiringRows() {}

    /// When the row may go, milliseconds since the epoch.
    public static long forgetAtMs(byte[] value) {
        return open(value).i64();
    }

    private static ByteReader open(byte[] value) {
        var in = new ByteReader(value, 0);
        RowVersions.expect("expiring", VERSION, in.u8());
        return in;
    }

    private static ByteReader content(byte[] value) {
        ByteReader in = open(value);
        in.i64();
        return in;
    }

    public static void writeAccepted(CommitRecord out, MessageId id, long forgetAtMs) {
        out.u8(VERSION).i64(forgetAtMs);
        RowWriter.messageId(out, id);
    }

    public static MessageId readAccepted(byte[] value) {
        return content(value).messageId();
    }

    public static void writeHiddenSender(CommitRecord out, UserAddress sender, long forgetAtMs) {
        out.u8(VERSION).i64(forgetAtMs);
        RowWriter.address(out, sender);
    }

    public static UserAddress readHiddenSender(byte[] value) {
        return content(value).address();
    }

    public static void writeMemory(CommitRecord out, byte[] octets, long forgetAtMs) {
        out.u8(VERSION).i64(forgetAtMs);
        RowWriter.octets(out, octets);
    }

    public static byte[] readMemory(byte[] value) {
        return content(value).octets();
    }

    public static void writeCorrelation(CommitRecord out, SmsPartRef part, long forgetAtMs) {
        out.u8(VERSION).i64(forgetAtMs);
        RowWriter.messageId(out, part.id());
        out.i32(part.part());
        RowWriter.address(out, part.recipient());
    }

    public static SmsPartRef readCorrelation(byte[] value) {
        ByteReader in = content(value);
        MessageId id = in.messageId();
        int part = in.i32();
        return new SmsPartRef(in.address(), id, part);
    }

    public static void writeParked(CommitRecord out, ParkedReceipt receipt, long forgetAtMs) {
        out.u8(VERSION)
                .i64(forgetAtMs)
                .u8(receipt.delivered() ? DELIVERED : NOT_DELIVERED)
                .i64(receipt.parkedAtMs());
        RowWriter.text(out, receipt.cause());
    }

    public static ParkedReceipt readParked(byte[] value) {
        ByteReader in = content(value);
        boolean delivered =
                switch (in.u8()) {
                    case NOT_DELIVERED -> false;
                    case DELIVERED -> true;
                    default -> throw ByteReader.corrupt("parked receipt");
                };
        long parkedAtMs = in.i64();
        return new ParkedReceipt(delivered, in.text(), parkedAtMs);
    }
}
