package org.fivegmc.server.ims;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A handset of a few lines: text over one UDP socket, no SIP stack, so that nothing but the two
/// peers under test decides what happens. Takes every MESSAGE with 200; reports nothing by itself.
final class UdpHandset implements AutoCloseable {

    private static final long PATIENCE_MS = 5_000;

    private final DatagramSocket socket;
    private final String number;
    private final String domain;
    private final String instance = "urn:uuid:" + UUID.randomUUID();
    private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private String service = "oma.cpm.msg";
    private int cseq;

    UdpHandset(String number, String domain, InetSocketAddress local) {
        this.number = number;
        this.domain = domain;
        try {
            this.socket = new DatagramSocket(local);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::receive);
    }

    /// Registers for another service than standalone messaging.
    UdpHandset tagged(String other) {
        service = other;
        return this;
    }

    String instance() {
        return instance;
    }

    private String own() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    private String address() {
        return "sip:" + number + "@" + domain;
    }

    /// The status of the final answer.
    int register(InetSocketAddress registrar, int expires) {
        return status(
                exchange(
                        registrar,
                        "REGISTER",
                        "sip:" + domain,
                        address(),
                        """
                        Contact: <sip:%s@%s>;+sip.instance="<%s>";+g.3gpp.icsi-ref="urn%%3Aurn-7%%3A3gpp-service.ims.icsi.%s"
                        Expires: %d
                        """
                                .formatted(number.substring(1), own(), instance, service, expires),
                        ""));
    }

    /// Sends a CPIM; the status of the final answer.
    int message(InetSocketAddress proxy, String to, String headers, String cpim) {
        return status(
                exchange(
                        proxy,
                        "MESSAGE",
                        "tel:" + to,
                        "tel:" + to,
                        headers + "Content-Type: message/cpim\n",
                        cpim));
    }

    /// The next MESSAGE that comes within the patience.
    String next() {
        try {
            String message = messages.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError(number + " got nothing");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Every MESSAGE so far, repetitions by the transport left out.
    List<String> seen() {
        return List.copyOf(seen);
    }

    private String exchange(
            InetSocketAddress peer,
            String method,
            String uri,
            String to,
            String headers,
            String body) {
        String callId = UUID.randomUUID().toString();
        String text =
                """
                %s %s SIP/2.0
                Via: SIP/2.0/UDP %s;rport;branch=z9hG4bK%s
                Max-Forwards: 70
                From: <%s>;tag=%s
                To: <%s>
                Call-ID: %s
                CSeq: %d %s
                %sContent-Length: %d

                %s\
                """
                        .formatted(
                                method,
                                uri,
                                own(),
                                callId,
                                address(),
                                callId,
                                to,
                                callId,
                                ++cseq,
                                method,
                                headers,
                                crlf(body).getBytes(StandardCharsets.UTF_8).length,
                                body);
        var answer = new CompletableFuture<String>();
        waiting.put(callId, answer);
        send(crlf(text), peer);
        try {
            return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer to " + method, e);
        }
    }

    private static String crlf(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n");
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(8, 11));
    }

    /// The value of the first field of a name, or an empty text.
    static String field(String message, String name) {
        return message.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private void send(String text, InetSocketAddress to) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            while (true) {
                socket.receive(packet);
                String text =
                        new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                take(text, (InetSocketAddress) packet.getSocketAddress());
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void take(String text, InetSocketAddress from) {
        if (text.startsWith("SIP/2.0 ")) {
            CompletableFuture<String> answer = waiting.get(field(text, "Call-ID"));
            if (answer != null && status(text) >= 200) {
                answer.complete(text);
            }
            return;
        }
        var answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        text.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line ->
                        List.of("via", "from", "call-id", "cseq")
                                .contains(line.split(":", 2)[0].toLowerCase(java.util.Locale.ROOT)))
                .forEach(line -> answer.append(line).append("\r\n"));
        answer.append("To: ").append(field(text, "To")).append(";tag=ue\r\n");
        answer.append("Content-Length: 0\r\n\r\n");
        send(answer.toString(), from);
        if (text.startsWith("MESSAGE ") && !seen.contains(text)) {
            seen.add(text);
            messages.add(text);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
