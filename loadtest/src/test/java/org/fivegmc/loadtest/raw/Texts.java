package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.text.ParseException;
import java.util.List;

/// Messages as text, as octets in memory, and as JAIN-SIP reads them.
final class Texts {
    static final RequestId RUN = RequestId.ofRun();

    private Texts() {}

    static RawOptions options(String... args) {
        return RawOptions.parse(List.of(args));
    }

    /// With the margin that may be read over.
    static MemorySegment segment(String text) {
        byte[] octets = text.getBytes(UTF_8);
        MemorySegment segment = Arena.ofAuto().allocate((long) octets.length + SipView.MARGIN);
        MemorySegment.copy(octets, 0, segment, JAVA_BYTE, 0, octets.length);
        return segment;
    }

    static String text(MemorySegment segment, long length) {
        return new String(segment.asSlice(0, length).toArray(JAVA_BYTE), UTF_8);
    }

    static String patched(Template template, long id, int user, int device, long cseq) {
        MemorySegment out = Arena.ofAuto().allocate((long) template.length() + SipView.MARGIN);
        template.copyTo(out, 0);
        template.patch(out, 0, id, user, device, cseq);
        return text(out, template.length());
    }

    static SIPMessage jain(String text) {
        try {
            return new StringMsgParser()
                    .parseSIPMessage(
                            text.getBytes(UTF_8),
                            true,
                            true,
                            (problem, _, header, line, _) -> {
                                throw problem;
                            });
        } catch (ParseException malformed) {
            throw new AssertionError(text, malformed);
        }
    }

    static String lines(String text) {
        return text.replace("\n", "\r\n");
    }

    /// An id of this run as it stands in branches and bodies.
    static String id(long sequence, int slot) {
        return RUN.runText() + "%016x".formatted(RequestId.of(sequence, slot));
    }
}
