package org.fivegmc.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fivegmc.msrp.codec.Body;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.msrp.codec.Head;
import org.fivegmc.msrp.codec.MsrpDecoder;
import org.fivegmc.msrp.codec.MsrpLimits;
import org.fivegmc.msrp.codec.MsrpRead;
import org.fivegmc.msrp.codec.MsrpRule;
import org.fivegmc.msrp.codec.MsrpWriter;
import org.fivegmc.wire.ByteSlice;

/// Frames of MSRP, and what a session makes of them.
public final class MsrpTarget {
    private static final MsrpLimits ROOMY = new MsrpLimits(1 << 20, 1 << 20, 1_000, 32);

    private MsrpTarget() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        check(octets);
    }

    /// A whole frame.
    private record Frame(Head head, byte[] body, End.Flag flag) {
        /// Start line, known headers, body and flag.
        String text() {
            return head.transactionId()
                    + " "
                    + head.method()
                    + "\n"
                    + head.toPath()
                    + "\n"
                    + head.fromPath()
                    + "\n"
                    + head.messageId()
                    + "\n"
                    + head.byteRange()
                    + "\n"
                    + head.contentType()
                    + "\n"
                    + new String(body, StandardCharsets.ISO_8859_1)
                    + "\n"
                    + flag;
        }
    }

    /// Collects what a decoder tells.
    private static final class Listener {
        final List<String> told = new ArrayList<>();
        final List<Frame> frames = new ArrayList<>();
        private final MsrpDecoder decoder;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final List<Head> heads = new ArrayList<>();
        private long given;

        Listener(MsrpLimits limits) {
            decoder = new MsrpDecoder(limits);
        }

        void feed(byte[] octets, int from, int to) {
            decoder.feed(octets, from, to);
            given += to - from;
            while (true) {
                switch (decoder.next()) {
                    case Head head -> {
                        told.add("head " + head);
                        heads.add(head);
                    }
                    case Body(ByteSlice piece) -> body.writeBytes(piece.toByteArray());
                    case End(End.Flag flag) -> end(flag);
                    case MsrpRead.Malformed(MsrpRule rule) -> told.add("malformed " + rule);
                    case MsrpRead.Waiting _ -> {
                        return;
                    }
                }
            }
        }

        private void end(End.Flag flag) {
            Target.holds("more octets come out than go in", body.size() <= given);
            told.add(body.toString(StandardCharsets.ISO_8859_1));
            told.add("end " + flag);
            frames.add(new Frame(heads.getLast(), body.toByteArray(), flag));
            body.reset();
        }
    }

    static boolean check(byte[] octets) {
        Listener whole = new Listener(MsrpLimits.DEFAULTS);
        whole.feed(octets, 0, octets.length);
        for (int most : new int[] {1, 7, 300}) {
            Pieces pieces = new Pieces(octets, most);
            Listener divided = new Listener(MsrpLimits.DEFAULTS);
            int from = 0;
            while (from < octets.length) {
                int to = pieces.next(from, octets.length);
                byte[] lent = Arrays.copyOfRange(octets, from, to);
                divided.feed(lent, 0, lent.length);
                Arrays.fill(lent, (byte) '?');
                from = to;
            }
            Target.same("divided", whole.told, divided.told);
        }
        whole.frames.forEach(MsrpTarget::again);
        MsrpSessionCheck.play(octets);
        return !whole.frames.isEmpty();
    }

    /// A request that is sound is the same after it was written and read.
    private static void again(Frame frame) {
        Head head = frame.head();
        if (!head.isRequest()
                || head.fault() != MsrpRule.NONE
                || head.bodyFault() != MsrpRule.NONE
                || frame.body().length == 0) {
            return;
        }
        MsrpWriter writer =
                new MsrpWriter()
                        .request(
                                head.transactionId(),
                                switch (head.method()) {
                                    case SEND -> "SEND";
                                    case REPORT -> "REPORT";
                                    case OTHER -> "NICKNAME";
                                },
                                head.toPath(),
                                head.fromPath())
                        .header("Message-ID", head.messageId())
                        .byteRange(head.byteRange())
                        .header("Content-Type", head.contentType())
                        .body(ByteSlice.of(frame.body()));
        byte[] written = writer.end(frame.flag()).toByteArray();
        Listener read = new Listener(ROOMY);
        read.feed(written, 0, written.length);
        Target.same("frames", 1, read.frames.size());
        Target.same("written", frame.text(), read.frames.getFirst().text());
    }
}
