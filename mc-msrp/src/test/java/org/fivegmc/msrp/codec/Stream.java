package org.fivegmc.msrp.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Feeds a decoder and writes down what it tells, neighbouring body pieces joined.
final class Stream {
    final List<String> told = new ArrayList<>();
    private final MsrpDecoder decoder;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Stream(MsrpDecoder decoder) {
        this.decoder = decoder;
    }

    Stream(MsrpLimits limits) {
        this(new MsrpDecoder(limits));
    }

    Stream feed(byte[] octets, int from, int to) {
        // a copy that is spoilt afterwards: nothing may be kept of what was fed
        byte[] lent = new byte[to - from];
        System.arraycopy(octets, from, lent, 0, lent.length);
        decoder.feed(lent, 0, lent.length);
        while (true) {
            MsrpRead read = decoder.next();
            if (!(read instanceof Body) && !(read instanceof MsrpRead.Waiting) && body.size() > 0) {
                told.add("body " + body.toString(StandardCharsets.ISO_8859_1));
                body.reset();
            }
            switch (read) {
                case Head head -> told.add("head " + head.transactionId() + " " + head);
                case Body(var piece) -> body.writeBytes(piece.toByteArray());
                case End(End.Flag flag) -> told.add("end " + flag);
                case MsrpRead.Malformed(MsrpRule rule) -> told.add("malformed " + rule);
                case MsrpRead.Waiting _ -> {
                    Arrays.fill(lent, (byte) '?');
                    return this;
                }
            }
        }
    }

    Stream feed(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return feed(octets, 0, octets.length);
    }
}
