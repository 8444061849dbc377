package org.fivegmc.msrp.transport;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The few elements of DER (X.690) a certificate consists of.
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int FIRST_LONG_YEAR = 2050;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return element(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return element(0x31, parts);
    }

    /// Context-specific, constructed.
    static byte[] tagged(int number, byte[] part) {
        return element(0xa0 | number, part);
    }

    static byte[] integer(BigInteger value) {
        return element(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return element(0x01, new byte[] {(byte) 0xff});
    }

    static byte[] octetString(byte[] octets) {
        return element(0x04, octets);
    }

    /// Without unused bits.
    static byte[] bitString(byte[] octets) {
        return element(0x03, new byte[] {0}, octets);
    }

    static byte[] utf8(String text) {
        return element(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /// UTCTime until 2049, GeneralizedTime from then on (RFC 5280 section 4.1.2.5).
    static byte[] time(Instant instant) {
        String text = TIME.format(instant);
        boolean isLong = instant.atZone(ZoneOffset.UTC).getYear() >= FIRST_LONG_YEAR;
        String written = isLong ? text : text.substring(2);
        return element(isLong ? 0x18 : 0x17, written.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] oid(int... arcs) {
        var content = new ByteArrayOutputStream();
        content.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arcs[i] >>> shift != 0) {
                    content.write(0x80 | (arcs[i] >>> shift & 0x7f));
                }
            }
            content.write(arcs[i] & 0x7f);
        }
        return element(0x06, content.toByteArray());
    }

    private static byte[] element(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        var out = new ByteArrayOutputStream(length + 4);
        out.write(tag);
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >>> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length & 0xff);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
