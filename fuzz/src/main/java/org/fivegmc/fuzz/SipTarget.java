package org.fivegmc.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.Malformed;
import org.fivegmc.sip.codec.SipCheck;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipParse;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.StreamFramer;

/// SIP messages, from a datagram and from a stream.
public final class SipTarget {
    private static final SipCheck CHECK = new SipCheck(Set.of());

    private SipTarget() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        check(octets);
    }

    static boolean check(byte[] octets) {
        SipParse parse = new SipParser(SipLimits.DEFAULTS).parseDatagram(octets);
        switch (parse) {
            case SipMessage message -> {
                look(message);
                again(message);
            }
            case Malformed malformed -> malformed.answerable().ifPresent(SipTarget::look);
        }
        List<String> whole = frames(octets, octets.length + 1);
        Target.same("divided by octets", whole, frames(octets, 1));
        Target.same("divided", whole, frames(octets, 100));
        return parse instanceof SipMessage;
    }

    private static void again(SipMessage message) {
        byte[] written = message.toByteArray();
        if (new SipParser(SipLimits.DEFAULTS).parseDatagram(written) instanceof SipMessage second) {
            Target.same("headers", message.headerCount(), second.headerCount());
            Target.same("octets", message.toString(), second.toString());
        } else {
            throw new Target.Broken("unreadable when written");
        }
    }

    private static void look(SipMessage message) {
        for (int i = 0; i < message.headerCount(); i++) {
            var _ = message.headerValue(i).toString();
        }
        for (HeaderName name : HeaderName.values()) {
            message.values(name);
        }
        message.nameAddrs(HeaderName.ROUTE);
        message.nameAddrs(HeaderName.P_ASSERTED_IDENTITY);
        message.contacts();
        message.expires();
        message.topViaOrNull();
        message.fromOrNull();
        message.toOrNull();
        message.cSeqOrNull();
        switch (message) {
            case SipRequest request -> {
                request.uriOrNull();
                request.maxForwards();
                CHECK.check(request);
            }
            case SipResponse response -> CHECK.accepts(response);
        }
    }

    private static List<String> frames(byte[] octets, int most) {
        StreamFramer framer =
                new StreamFramer(SipLimits.DEFAULTS, new SipParser(SipLimits.DEFAULTS));
        Pieces pieces = new Pieces(octets, most);
        List<String> told = new ArrayList<>();
        int from = 0;
        while (from < octets.length) {
            int to = most > octets.length ? octets.length : pieces.next(from, octets.length);
            framer.append(octets, from, to - from);
            StreamFramer.Frame frame = framer.next();
            while (!(frame instanceof StreamFramer.Waiting)) {
                told.add(
                        switch (frame) {
                            case StreamFramer.Received(SipParse parse) -> parse.toString();
                            case StreamFramer.Ping _, StreamFramer.Pong _ -> "crlf";
                            case StreamFramer.Waiting _ -> "";
                        });
                frame = framer.next();
            }
            from = to;
        }
        // whether two CRLF are a ping or two answers depends on when they come
        told.removeIf("crlf"::equals);
        return told;
    }
}
