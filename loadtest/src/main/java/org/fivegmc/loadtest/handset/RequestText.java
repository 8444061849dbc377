package org.fivegmc.loadtest.handset;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Writes the heads of a handset's requests as text: Request-URI to Max-Forwards here, what is
/// special to the request by the caller.
final class RequestText {
    private final Profile profile;
    private volatile InetSocketAddress local;
    private final AtomicInteger sequence = new AtomicInteger();

    RequestText(Profile profile, InetSocketAddress local) {
        this.profile = profile;
        this.local = local;
    }

    void moveTo(InetSocketAddress other) {
        local = other;
    }

    /// A request to `uri` with `To: <to>`. Each has its own branch and tag; CSeq rises over the
    /// life of the handset, so a repeated Call-ID (RFC 3261 section 22.2) is in order.
    String head(String method, String uri, String to, String callId, List<String> more) {
        StringBuilder text = new StringBuilder();
        line(text, method + " " + uri + " SIP/2.0");
        line(
                text,
                "Via: SIP/2.0/%s %s;branch=z9hG4bK%s;rport"
                        .formatted(profile.transport(), hostPort(), token()));
        line(text, "Max-Forwards: 70");
        line(text, "From: <" + profile.address() + ">;tag=" + token().substring(0, 8));
        line(text, "To: <" + to + ">");
        line(text, "Call-ID: " + callId);
        line(text, "CSeq: " + sequence.incrementAndGet() + " " + method);
        more.forEach(header -> line(text, header));
        line(text, "User-Agent: " + FeatureTags.USER_AGENT);
        line(text, "Content-Length: 0");
        line(text, "");
        return text.toString();
    }

    /// The Contact of a registration: with all that the handset can.
    String contact(String parameters) {
        return contactWith(FeatureTags.of(profile.features()) + parameters);
    }

    /// The Contact of a session of one service.
    String sessionContact(String service) {
        return contactWith(FeatureTags.ofService(service));
    }

    private String contactWith(String parameters) {
        return "Contact: <sip:%s@%s;transport=%s>;+sip.instance=\"<%s>\"%s"
                .formatted(
                        profile.number(),
                        hostPort(),
                        profile.transport().token(),
                        profile.instance(),
                        parameters);
    }

    String newCallId() {
        return token() + "@" + local.getAddress().getHostAddress();
    }

    static String token() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private String hostPort() {
        return local.getAddress().getHostAddress() + ":" + local.getPort();
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append("\r\n");
    }
}
