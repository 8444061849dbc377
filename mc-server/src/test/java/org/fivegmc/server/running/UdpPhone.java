package org.fivegmc.server.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client that speaks SIP over UDP in plain text, behind a proxy the server trusts. It answers
/// every MESSAGE and sends no reports of its own.
final class UdpPhone implements AutoCloseable {

    private static final String DOMAIN = "rcs.local";
    private static final int SECONDS = 20;

    private final String number;
    private final InetSocketAddress server;
    private final DatagramSocket socket;
    private final BlockingQueue<String> responses = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private volatile int answer = 200;
    private String model = "";
    private int sequence;

    UdpPhone(String number, int serverPort) throws IOException {
        this.number = number;
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        byte[] buffer = new byte[65_536];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String text = new String(buffer, 0, packet.getLength(), UTF_8);
                if (text.startsWith("SIP/2.0 ")) {
                    responses.add(text);
                } else if (text.startsWith("MESSAGE ") && answer != 0) {
                    transmit(reply(text, answer));
                    received.add(text);
                }
            } catch (IOException _) {
                return;
            }
        }
    }

    /// What requests are answered with from now on; 0 for silence.
    void answer(int status) {
        answer = status;
    }

    /// How it names itself from now on.
    void userAgent(String text) {
        model = "User-Agent: " + text + "\r\n";
    }

    private void transmit(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    private static String reply(String request, int status) {
        var text = new StringBuilder("SIP/2.0 " + status + " Answer\r\n");
        for (String line : request.lines().skip(1).takeWhile(l -> !l.isEmpty()).toList()) {
            String name = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
            if (List.of("via", "v", "from", "f", "call-id", "i", "cseq").contains(name)) {
                text.append(line).append("\r\n");
            } else if (List.of("to", "t").contains(name)) {
                text.append(line).append(line.contains("tag=") ? "" : ";tag=phone").append("\r\n");
            }
        }
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }

    int register() throws Exception {
        return register(3600);
    }

    int register(int seconds) throws Exception {
        return status(
                request(
                        "REGISTER",
                        "sip:" + DOMAIN,
                        number,
                        "Contact: <sip:"
                                + number
                                + "@127.0.0.1:"
                                + socket.getLocalPort()
                                + ">;+sip.instance=\"<urn:uuid:00000000-0000-4000-8000-0"
                                + number.substring(number.length() - 11)
                                + ">\";+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"\r\n"
                                + "Expires: "
                                + seconds
                                + "\r\n",
                        ""));
    }

    /// Sends a message that asks for every report and returns the final answer.
    String send(String to, String text, String imdnId) throws Exception {
        return send(to, "text/plain;charset=UTF-8", text, imdnId);
    }

    /// The same with content of any type.
    String send(String to, String type, String text, String imdnId) throws Exception {
        String cpim =
                String.join(
                        "\r\n",
                        "From: <tel:" + number + ">",
                        "To: <tel:" + to + ">",
                        "DateTime: 2026-01-01T00:00:00Z",
                        "NS: imdn <urn:ietf:params:imdn>",
                        "imdn.Message-ID: " + imdnId,
                        "imdn.Disposition-Notification: positive-delivery, negative-delivery,"
                                + " interworking",
                        "",
                        "Content-Type: " + type,
                        "Content-Length: " + text.getBytes(UTF_8).length,
                        "",
                        text);
        return request(
                "MESSAGE",
                "tel:" + to,
                to,
                "P-Asserted-Identity: <tel:" + number + ">\r\nContent-Type: message/cpim\r\n",
                cpim);
    }

    /// Wants a message back and returns the final answer; the result comes as a MESSAGE.
    String revoke(String to, String imdnId) throws Exception {
        return request(
                "MESSAGE",
                "tel:" + to,
                to,
                "P-Asserted-Identity: <tel:"
                        + number
                        + ">\r\nP-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.systemmsg"
                        + "\r\nContent-Type: application/vnd.gsma.rcsrevoke+xml\r\n",
                "<imRevoke><MessageRevoke><Message-ID>"
                        + imdnId
                        + "</Message-ID></MessageRevoke></imRevoke>");
    }

    private String request(String method, String uri, String to, String headers, String body)
            throws Exception {
        String id = UUID.randomUUID().toString();
        sequence++;
        String text =
                "%s %s SIP/2.0\r\n".formatted(method, uri)
                        + "Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s;rport\r\n"
                                .formatted(socket.getLocalPort(), id)
                        + "Max-Forwards: 70\r\nFrom: <sip:%s@%s>;tag=%s\r\n"
                                .formatted(number, DOMAIN, id)
                        + "To: <sip:%s@%s>\r\nCall-ID: %s\r\nCSeq: %d %s\r\n"
                                .formatted(to, DOMAIN, id, sequence, method)
                        + model
                        + headers
                        + "Content-Length: %d\r\n\r\n".formatted(body.getBytes(UTF_8).length)
                        + body;
        responses.clear();
        transmit(text);
        String response = responses.poll(SECONDS, TimeUnit.SECONDS);
        if (response == null) {
            throw new AssertionError("no answer to " + method);
        }
        return response;
    }

    static int status(String response) {
        return Integer.parseInt(response, 8, 11, 10);
    }

    /// The next MESSAGE that was answered.
    String next() throws InterruptedException {
        String message = received.poll(SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError(number + " got nothing");
        }
        return message;
    }

    /// Messages that were answered and not looked at.
    int waiting() {
        return received.size();
    }

    @Override
    public void close() {
        socket.close();
    }
}
