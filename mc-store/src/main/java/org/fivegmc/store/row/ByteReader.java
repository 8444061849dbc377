package org.fivegmc.store.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.GroupAddress;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.StorageException;

/// Reads stored bytes from front to back. Whatever does not fit is [StorageException.Kind#CORRUPT];
/// a length is checked before anything of that size is made.
public final class ByteReader {

    private final byte[] bytes;
    private int at;

    public ByteReader(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.at = offset;
    }

    public static StorageException corrupt(String what) {
        return new StorageException(StorageException.Kind.CORRUPT, what);
    }

    private void need(int count) {
        if (count < 0 || bytes.length - at < count) {
            throw corrupt("row of " + bytes.length + " octets ends at " + at + "+" + count);
        }
    }

    public int remaining() {
        return bytes.length - at;
    }

    public int u8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    public int u16() {
        need(2);
        at += 2;
        return (bytes[at - 2] & 0xff) << 8 | (bytes[at - 1] & 0xff);
    }

    public int i32() {
        return u16() << 16 | u16();
    }

    public long i64() {
        return (long) i32() << 32 | (i32() & 0xffff_ffffL);
    }

    /// A non-negative number in groups of seven bits, the lowest first.
    public int varint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int group = u8();
            value |= (group & 0x7f) << shift;
            if (group < 0x80) {
                if (value < 0) {
                    break;
                }
                return value;
            }
        }
        throw corrupt("length beyond 31 bits");
    }

    /// A number of elements that take at least one octet each.
    public int count() {
        int count = varint();
        need(count);
        return count;
    }

    /// Octets after their length.
    public byte[] octets() {
        int count = varint();
        need(count);
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    /// UTF-8 after its length.
    public String text() {
        return text(varint());
    }

    /// `count` octets of UTF-8.
    public String text(int count) {
        need(count);
        at += count;
        return new String(bytes, at - count, count, StandardCharsets.UTF_8);
    }

    public MessageId messageId() {
        return new MessageId(i64(), i64());
    }

    /// As written by [org.fivegmc.store.key.Keys] and [RowWriter#address].
    public UserAddress address() {
        int type = u8();
        try {
            return switch (type) {
                case AddressCodes.MSISDN -> new Msisdn(i64());
                case AddressCodes.CHATBOT -> new ChatbotAddress(text(u16()));
                case AddressCodes.GROUP -> new GroupAddress(text(u16()));
                default -> throw corrupt("address of type " + type);
            };
        } catch (IllegalArgumentException e) {
            throw new StorageException(StorageException.Kind.CORRUPT, "address", e);
        }
    }
}
