package org.fivegmc.store.row;

import java.nio.charset.StandardCharsets;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.GroupAddress;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitRecord;

/// The pieces that values have in common, appended to a record; [ByteReader] reads them back.
final class RowWriter {

    private RowWriter() {}

    static void varint(CommitRecord out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.u8((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.u8(rest);
    }

    static void text(CommitRecord out, String text) {
        octets(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static void octets(CommitRecord out, byte[] octets) {
        varint(out, octets.length);
        out.raw(octets);
    }

    static void messageId(CommitRecord out, MessageId id) {
        out.i64(id.high()).i64(id.low());
    }

    static void address(CommitRecord out, UserAddress address) {
        switch (address) {
            case Msisdn(long number) -> out.u8(AddressCodes.MSISDN).i64(number);
            case ChatbotAddress(String uri) -> uri(out, AddressCodes.CHATBOT, uri);
            case GroupAddress(String uri) -> uri(out, AddressCodes.GROUP, uri);
        }
    }

    private static void uri(CommitRecord out, int code, String uri) {
        byte[] utf8 = uri.getBytes(StandardCharsets.UTF_8);
        out.u8(code).u16(utf8.length).raw(utf8);
    }
}
