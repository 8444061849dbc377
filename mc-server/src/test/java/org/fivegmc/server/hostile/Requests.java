package org.fivegmc.server.hostile;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Requests as handsets write them, and pieces to write worse ones.
final class Requests {

    static final String DOMAIN = "rcs.example";
    static final String ALICE = "+8613812340001";
    static final String BOB = "+8613812340002";

    private Requests() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String uri(String number) {
        return "sip:" + number + "@" + DOMAIN;
    }

    /// Start line and the headers every request has, each line with its end.
    static String head(String method, String uri, String from, String to) {
        String id = UUID.randomUUID().toString();
        return method
                + " "
                + uri
                + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP handset.invalid;branch=z9hG4bK"
                + id
                + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <"
                + from
                + ">;tag="
                + id.substring(0, 8)
                + "\r\n"
                + "To: <"
                + to
                + ">\r\n"
                + "Call-ID: "
                + id
                + "\r\n"
                + "CSeq: 1 "
                + method
                + "\r\n";
    }

    static byte[] options() {
        String server = "sip:" + DOMAIN;
        return utf8(head("OPTIONS", server, uri(ALICE), server) + "Content-Length: 0\r\n\r\n");
    }

    static byte[] register(String number, String contact) {
        return utf8(
                head("REGISTER", "sip:" + DOMAIN, uri(number), uri(number))
                        + "Contact: <"
                        + contact
                        + ">\r\n"
                        + "Expires: 600\r\n"
                        + "Content-Length: 0\r\n\r\n");
    }

    static byte[] message(String type, byte[] body, String... headers) {
        var head = new StringBuilder(head("MESSAGE", uri(BOB), uri(ALICE), uri(BOB)));
        head.append("P-Asserted-Identity: <").append(uri(ALICE)).append(">\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Type: ").append(type).append("\r\n");
        return with(head.append("Content-Length: ").append(body.length).append("\r\n\r\n"), body);
    }

    static byte[] text(String text) {
        return message("text/plain", utf8(text));
    }

    static byte[] with(CharSequence head, byte[] body) {
        byte[] front = utf8(head.toString());
        byte[] whole = new byte[front.length + body.length];
        System.arraycopy(front, 0, whole, 0, front.length);
        System.arraycopy(body, 0, whole, front.length, body.length);
        return whole;
    }

    /// 200 to a request of the server.
    static byte[] ok(String request) {
        var answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (String line : request.split("\r\n", -1)) {
            if (line.isEmpty()) {
                break;
            }
            if (line.startsWith("To:")) {
                answer.append(line).append(";tag=h\r\n");
            } else if (line.matches("(Via|From|Call-ID|CSeq):.*")) {
                answer.append(line).append("\r\n");
            }
        }
        return utf8(answer.append("Content-Length: 0\r\n\r\n").toString());
    }

    /// The status of an answer, 0 for a request.
    static int status(String message) {
        return message.startsWith("SIP/2.0 ") ? Integer.parseInt(message.substring(8, 11)) : 0;
    }
}
