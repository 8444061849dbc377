package org.fivegmc.fallback.cmpp.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.fivegmc.fallback.text.Octets;

/// Reads the body of one PDU. The first place that cannot be read is remembered, what is read
/// afterwards is empty, so that callers read straight on and ask once at the end.
final class CmppReader {
    private final ByteBuf body;
    private String fault = "";
    private int faultOffset;

    CmppReader(ByteBuf body) {
        this.body = body;
    }

    boolean failed() {
        return !fault.isEmpty();
    }

    String fault() {
        return fault;
    }

    int faultOffset() {
        return faultOffset;
    }

    int left() {
        return failed() ? 0 : body.readableBytes();
    }

    int octet(String field) {
        return has(1, field) ? body.readUnsignedByte() : 0;
    }

    int number32(String field) {
        return has(4, field) ? body.readInt() : 0;
    }

    long number64(String field) {
        return has(8, field) ? body.readLong() : 0;
    }

    /// A text of fixed length: up to the first NUL, without blanks at the end.
    String text(int length, String field) {
        if (!has(length, field)) {
            return "";
        }
        String all = body.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
        int nul = all.indexOf(0);
        int end = nul < 0 ? length : nul;
        while (end > 0 && all.charAt(end - 1) == ' ') {
            end--;
        }
        return all.substring(0, end);
    }

    Octets octets(int length, String field) {
        if (!has(length, field)) {
            return Octets.empty();
        }
        byte[] octets = new byte[length];
        body.readBytes(octets);
        return Octets.of(octets);
    }

    void skip(int length, String field) {
        if (has(length, field)) {
            body.skipBytes(length);
        }
    }

    /// Status or Result, the last field: as long as what is left, since gateways mix the versions.
    int lastResult(String field) {
        return left() == CmppVersion.V20.result() ? octet(field) : number32(field);
    }

    /// What ends the body, of at most this length.
    void tail(int most, String field) {
        if (left() > most) {
            fail(field);
        }
        skip(left(), field);
    }

    /// Nothing may be left.
    void end() {
        if (left() > 0) {
            fail("Total_Length");
        }
    }

    void fail(String field) {
        if (!failed()) {
            fault = field;
            faultOffset = body.readerIndex();
        }
    }

    private boolean has(int length, String field) {
        if (failed()) {
            return false;
        }
        if (body.readableBytes() < length) {
            fail(field);
            return false;
        }
        return true;
    }
}
