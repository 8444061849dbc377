package org.fivegmc.loadtest.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.fivegmc.loadtest.process.LoadSite;

/// The few SIP messages the load generator sends, as text, and the little reading it does. Written
/// for speed and independence, not for generality: what it reads is what a server sends it.
final class SipText {
    private static final String DOMAIN = LoadSite.DOMAIN;

    private static final String CRLF = "\r\n";
    private static final String TAGS =
            "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"";

    private final int port;

    /// `port` is the local one, used in Via and Contact.
    SipText(int port) {
        this.port = port;
    }

    /// A REGISTER as a trusted S-CSCF or registrar front end sends it: without credentials.
    String register(String number, String id, int cseq, int expires) {
        String device = number.substring(number.length() - 11);
        return start("REGISTER", "sip:" + DOMAIN, number, number, id, cseq)
                + ("Contact: <sip:" + number + "@127.0.0.1:" + port + ">")
                + (";+sip.instance=\"<urn:uuid:00000000-0000-4000-8000-0" + device + ">\"")
                + (";" + TAGS + CRLF)
                + ("Expires: " + expires + CRLF)
                + ("Content-Length: 0" + CRLF + CRLF);
    }

    /// A pager-mode MESSAGE; `token` is in the text too, so that a copy under another
    /// `imdn.Message-ID` can be told.
    String message(String from, String to, String id, String imdnId, String token) {
        String text = "ledger " + token;
        String cpim =
                String.join(
                        CRLF,
                        "From: <sip:anonymous@anonymous.invalid>",
                        "To: <sip:anonymous@anonymous.invalid>",
                        "DateTime: 2026-01-01T00:00:00Z",
                        "NS: imdn <urn:ietf:params:imdn>",
                        "imdn.Message-ID: " + imdnId,
                        "",
                        "Content-Type: text/plain;charset=UTF-8",
                        "Content-Length: " + text.length(),
                        "",
                        text);
        return start("MESSAGE", "tel:" + to, from, to, id, 1)
                + ("P-Asserted-Identity: <sip:" + from + "@" + DOMAIN + ">" + CRLF)
                + ("P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg" + CRLF)
                + ("Conversation-ID: conv-" + from + "-" + to + CRLF)
                + ("Contribution-ID: " + id + CRLF)
                + ("Content-Type: message/cpim" + CRLF)
                + ("Content-Length: " + cpim.getBytes(UTF_8).length + CRLF + CRLF)
                + cpim;
    }

    String options(String id) {
        return start("OPTIONS", "sip:" + DOMAIN, "+8610", "+8610", id, 1)
                + "Content-Length: 0\r\n\r\n";
    }

    /// 200 with the headers RFC 3261 section 8.2.6.2 demands.
    static String ok(String request) {
        StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        request.lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .forEach(line -> {
                    String name = nameOf(line);
                    switch (name) {
                        case "via", "v", "from", "f", "call-id", "i", "cseq" ->
                                answer.append(line).append("\r\n");
                        case "to", "t" ->
                                answer.append(line)
                                        .append(line.contains(";tag=") ? "" : ";tag=led")
                                        .append("\r\n");
                        default -> {}
                    }
                });
        return answer.append("Content-Length: 0\r\n\r\n").toString();
    }

    static boolean isResponse(String message) {
        return message.startsWith("SIP/2.0 ");
    }

    /// The status of a response; 0 when it has none.
    static int status(String response) {
        return response.length() >= 11
                        && response.substring(8, 11).chars().allMatch(Character::isDigit)
                ? Integer.parseInt(response, 8, 11, 10)
                : 0;
    }

    /// The value of a header, by its long or compact name; empty when there is none.
    static String header(String message, String name, String compact) {
        return message.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> nameOf(line).equals(name) || nameOf(line).equals(compact))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /// What follows `label` up to the end of its line, anywhere in the message.
    static String after(String message, String label) {
        int at = message.indexOf(label);
        if (at < 0) {
            return "";
        }
        int end = message.indexOf('\n', at + label.length());
        return message.substring(at + label.length(), end < 0 ? message.length() : end).strip();
    }

    private static String nameOf(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(java.util.Locale.ROOT);
    }

    private String start(String method, String uri, String from, String to, String id, int cseq) {
        return method
                + " "
                + uri
                + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:"
                + port
                + ";branch=z9hG4bK"
                + id
                + "."
                + cseq
                + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:"
                + from
                + "@"
                + DOMAIN
                + ">;tag="
                + id
                + "\r\n"
                + "To: <sip:"
                + to
                + "@"
                + DOMAIN
                + ">\r\n"
                + "Call-ID: "
                + id
                + "@127.0.0.1\r\n"
                + "CSeq: "
                + cseq
                + " "
                + method
                + "\r\n";
    }
}
