package org.fivegmc.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The least that a handset or a load generator can talk to: a registrar and store-and-forward
/// relay over UDP with everything in memory, so killing it loses messages. As a process:
/// `StubServer PORT [realm]`; with a realm it challenges REGISTER and accepts any second attempt.
public final class StubServer implements AutoCloseable {
    private static final Pattern CONTACT = Pattern.compile("sip:[^@>]*@([0-9.]+):(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\\+\\d+");
    private static final long RETRANSMIT_MILLIS = 500;

    private final DatagramSocket socket;
    private final String realm;
    private final int forgetEvery;
    private final Thread thread;
    private final Map<String, InetSocketAddress> bindings = new HashMap<>();
    private final Map<String, Deque<String>> queues = new HashMap<>();
    private final Map<String, Long> sentAt = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<String> requests = new ArrayList<>();
    private int branch;

    public StubServer(int port, String realm) throws IOException {
        this(port, realm, 0);
    }

    /// Of the messages it accepts it forgets each `forgetEvery`th; 0: none.
    public StubServer(int port, String realm, int forgetEvery) throws IOException {
        this.forgetEvery = forgetEvery;
        this.socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        this.realm = realm;
        socket.setSoTimeout(50);
        this.thread = Thread.ofPlatform().daemon().name("stub-server").start(this::run);
    }

    public static void main(String[] args) throws Exception {
        try (StubServer server =
                new StubServer(Integer.parseInt(args[0]), args.length > 1 ? args[1] : "")) {
            server.thread.join();
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// Every request that came, as text.
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        socket.close();
    }

    private void run() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                take(
                        new String(packet.getData(), 0, packet.getLength(), UTF_8),
                        packet.getSocketAddress());
            } catch (IOException _) {
                // The time to retransmit, or the end.
            }
            retransmit();
        }
    }

    private synchronized void take(String message, SocketAddress from) throws IOException {
        if (message.startsWith("SIP/2.0")) {
            Deque<String> queue =
                    queues.getOrDefault(numberIn(header(message, "To")), new ArrayDeque<>());
            if (!queue.isEmpty() && queue.peek().contains(header(message, "Call-ID"))) {
                queue.poll();
                sentAt.clear();
            }
            return;
        }
        requests.add(message);
        if (message.startsWith("REGISTER")) {
            register(message, from);
        } else if (message.startsWith("MESSAGE")) {
            answer(message, from, "202 Accepted", "");
            if (seen.add(header(message, "Call-ID"))
                    && (forgetEvery == 0 || seen.size() % forgetEvery != 0)) {
                store(message);
            }
        } else {
            answer(message, from, "200 OK", "");
        }
    }

    private void register(String message, SocketAddress from) throws IOException {
        boolean answered = message.contains("response=\"") && !message.contains("response=\"\"");
        if (!realm.isEmpty() && !answered) {
            answer(
                    message,
                    from,
                    "401 Unauthorized",
                    "WWW-Authenticate: Digest realm=\"%s\", nonce=\"n1\", qop=\"auth\", algorithm=SHA-256\r\n"
                            .formatted(realm));
            return;
        }
        String number = numberIn(header(message, "To"));
        Matcher contact = CONTACT.matcher(header(message, "Contact"));
        if (message.contains("expires=0") || message.contains("Expires: 0")) {
            bindings.remove(number);
        } else if (contact.find()) {
            bindings.put(
                    number,
                    new InetSocketAddress(contact.group(1), Integer.parseInt(contact.group(2))));
        }
        answer(message, from, "200 OK", "");
    }

    private void store(String message) {
        String to = numberIn(message.substring(0, message.indexOf('\n')));
        String sender = numberIn(header(message, "From"));
        String body = message.substring(message.indexOf("\r\n\r\n") + 4);
        String forwarded =
                """
                MESSAGE sip:%1$s@127.0.0.1 SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bKstub%3$d
                Max-Forwards: 69
                From: <sip:%4$s@stub>;tag=s%3$d
                To: <sip:%1$s@stub>
                Call-ID: stub-%3$d-%5$s
                CSeq: 1 MESSAGE
                P-Asserted-Identity: <tel:%4$s>
                Content-Type: message/cpim
                Content-Length: %6$d

                """
                        .replace("\n", "\r\n")
                        .formatted(
                                to,
                                socket.getLocalPort(),
                                ++branch,
                                sender,
                                header(message, "Call-ID"),
                                body.getBytes(UTF_8).length);
        queues.computeIfAbsent(to, _ -> new ArrayDeque<>()).add(forwarded + body);
    }

    private synchronized void retransmit() {
        long now = System.currentTimeMillis();
        queues.forEach((number, queue) -> {
            String head = queue.peek();
            InetSocketAddress target = bindings.get(number);
            if (head != null
                    && target != null
                    && now - sentAt.getOrDefault(head, 0L) >= RETRANSMIT_MILLIS) {
                sentAt.put(head, now);
                send(head, target);
            }
        });
    }

    private void answer(String request, SocketAddress to, String status, String extra) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
        request.substring(0, request.indexOf("\r\n\r\n"))
                .lines()
                .filter(line -> line.matches("(?i)(Via|From|Call-ID|CSeq|Contact|To):.*"))
                .forEach(line ->
                        text.append(line)
                                .append(line.startsWith("To:") ? ";tag=stub" : "")
                                .append("\r\n"));
        send(text + extra + "Content-Length: 0\r\n\r\n", to);
    }

    private void send(String text, SocketAddress to) {
        byte[] bytes = text.getBytes(UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException _) {
            // A handset that is dark.
        }
    }

    private static String header(String message, String name) {
        return message.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String numberIn(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.find() ? number.group() : "";
    }
}
