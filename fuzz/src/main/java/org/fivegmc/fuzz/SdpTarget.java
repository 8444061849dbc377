package org.fivegmc.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.sdp.AcceptTypes;
import org.fivegmc.wire.sdp.AnswerPolicy;
import org.fivegmc.wire.sdp.Answering;
import org.fivegmc.wire.sdp.Direction;
import org.fivegmc.wire.sdp.Fingerprint;
import org.fivegmc.wire.sdp.LocalPoint;
import org.fivegmc.wire.sdp.MediaDescription;
import org.fivegmc.wire.sdp.MsrpMedia;
import org.fivegmc.wire.sdp.MsrpTransport;
import org.fivegmc.wire.sdp.OfferAnswer;
import org.fivegmc.wire.sdp.Role;
import org.fivegmc.wire.sdp.SdpParser;
import org.fivegmc.wire.sdp.SessionDescription;

/// Session descriptions, MSRP media in them, and answers to them.
public final class SdpTarget {
    private static final AnswerPolicy POLICY =
            new AnswerPolicy(
                    List.of(
                            new LocalPoint(MsrpTransport.TCP, "127.0.0.1", 2855, List.of()),
                            new LocalPoint(
                                    MsrpTransport.TLS,
                                    "127.0.0.1",
                                    2856,
                                    List.of(Fingerprint.sha256(new byte[1])))),
                    "session",
                    AcceptTypes.of("message/cpim", "*"),
                    AcceptTypes.of("*"),
                    1_000_000,
                    Direction.SENDRECV,
                    Role.PASSIVE,
                    true,
                    true,
                    false);

    private SdpTarget() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        check(octets);
    }

    static boolean check(byte[] octets) {
        Optional<SessionDescription> read = SdpParser.parse(ByteSlice.of(octets)).toOptional();
        read.ifPresent(SdpTarget::again);
        Answering answering = OfferAnswer.answer(ByteSlice.of(octets), POLICY, 1, 1);
        if (answering instanceof Answering.Accepted(String answer, var agreement)) {
            Optional<SessionDescription> ours = parse(answer);
            Target.holds("an answer can be read", ours.isPresent());
            Target.same(
                    "as many streams as offered",
                    read.orElseThrow().media().size(),
                    ours.orElseThrow().media().size());
            Target.holds("an answer in one line each", !answer.contains("\r\n\r\n"));
            // what we connect to
            agreement.connectTo();
        }
        return read.isPresent();
    }

    private static Optional<SessionDescription> parse(String text) {
        return SdpParser.parse(ByteSlice.of(text)).toOptional();
    }

    private static void again(SessionDescription description) {
        String text = description.text();
        Optional<SessionDescription> second = parse(text);
        // a line may be longer when it is written: a blank here, a CRLF there, three octets for one
        // that is no UTF-8
        if (text.getBytes(StandardCharsets.UTF_8).length < 4_096) {
            Target.same("written", Optional.of(text), second.map(SessionDescription::text));
        }
        for (MediaDescription stream : description.media()) {
            if (MsrpMedia.is(stream)) {
                MsrpMedia.read(description, stream).toOptional().ifPresent(SdpTarget::again);
            }
        }
    }

    private static void again(MsrpMedia media) {
        MediaDescription written = media.description();
        SessionDescription session = SessionDescription.of("127.0.0.1", 1, 1, List.of(written));
        MsrpMedia read = MsrpMedia.read(session, written).toOptional().orElse(null);
        Target.holds("media that were written can be read", read != null);
        if (read != null) {
            Target.same("path", media.path(), read.path());
            Target.same("transport", media.transport(), read.transport());
            Target.same("port", media.port(), read.port());
            Target.same("setup", media.setup(), read.setup());
            Target.same("direction", media.direction(), read.direction());
            Target.same("fingerprints", media.fingerprints(), read.fingerprints());
            Target.same("size", media.maxSize(), read.maxSize());
        }
    }
}
