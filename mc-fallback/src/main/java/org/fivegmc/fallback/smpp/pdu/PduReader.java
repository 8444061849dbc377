package org.fivegmc.fallback.smpp.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.SmsAddress;

/// Reads the body of one PDU. The first place that cannot be read is remembered, what is read
/// afterwards is empty, so that callers read straight on and ask once at the end.
final class PduReader {
    private final ByteBuf body;
    private String fault = "";
    private int faultOffset;

    PduReader(ByteBuf body) {
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

    boolean atEnd() {
        return !body.isReadable();
    }

    int octet(String parameter) {
        if (failed() || !body.isReadable()) {
            fail(parameter);
            return 0;
        }
        return body.readUnsignedByte();
    }

    String cString(String parameter) {
        int length = failed() ? -1 : body.bytesBefore((byte) 0);
        if (length < 0) {
            fail(parameter);
            return "";
        }
        String text = body.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
        body.skipBytes(1);
        return text;
    }

    SmsAddress address(String parameter) {
        int ton = octet(parameter);
        int npi = octet(parameter);
        return new SmsAddress(ton, npi, cString(parameter));
    }

    Octets octets(int length, String parameter) {
        if (failed() || body.readableBytes() < length) {
            fail(parameter);
            return Octets.empty();
        }
        byte[] octets = new byte[length];
        body.readBytes(octets);
        return Octets.of(octets);
    }

    /// All parameters up to the end. A torn last one is dropped and not a fault: centers append
    /// stray octets, and a receipt must not be lost for them.
    Tlvs tlvs() {
        if (failed() || !body.isReadable()) {
            return Tlvs.none();
        }
        List<Tlv> all = new ArrayList<>();
        while (body.readableBytes() >= 4) {
            int tag = body.readUnsignedShort();
            int length = body.readUnsignedShort();
            if (length > body.readableBytes()) {
                break;
            }
            all.add(new Tlv(tag, octets(length, "tlv")));
        }
        return new Tlvs(all);
    }

    private void fail(String parameter) {
        if (!failed()) {
            fault = parameter;
            faultOffset = body.readerIndex();
        }
    }
}
