package org.fivegmc.loadtest.bench.row;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.fivegmc.loadtest.bench.peer.CenterPlan;
import org.fivegmc.loadtest.bench.peer.Pause;
import org.fivegmc.loadtest.process.Ports;

/// Asks a server again and again for a user's capabilities and remembers when it last was not
/// itself: silent, refusing or slow. The question goes the way of a message, to the user's shard
/// writer, but stores nothing. One question at a time; a thread of its own.
final class Prober implements AutoCloseable {
    /// Slower than this is not itself.
    private static final Duration SLOW = Duration.ofMillis(50);

    private static final int BETWEEN_MILLIS = 20;
    private static final int SILENCE_MILLIS = 500;
    private static final Duration GOOD_FOR = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_ANSWER = 4096;

    private final DatagramSocket socket;
    private final int server;
    private final AtomicLong lastBadAt = new AtomicLong(System.nanoTime());
    private final Thread thread;
    private volatile boolean closed;

    private Prober(DatagramSocket socket, int server) {
        this.socket = socket;
        this.server = server;
        this.thread = Thread.ofPlatform().daemon().name("prober").start(this::run);
    }

    static Prober start(int server) {
        try {
            DatagramSocket socket = new DatagramSocket(Ports.loopback(0));
            socket.setSoTimeout(SILENCE_MILLIS);
            return new Prober(socket, server);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// When it last was not itself, as [System#nanoTime()]: the end of the question that showed it.
    long lastBadAt() {
        return lastBadAt.get();
    }

    /// Waits until it has been itself for a while, or patience ends.
    void awaitGood() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - lastBadAt.get() < GOOD_FOR.toNanos()
                && System.nanoTime() < end) {
            Pause.millis(BETWEEN_MILLIS);
        }
    }

    private void run() {
        for (long number = 0; !closed; number++) {
            long start = System.nanoTime();
            boolean good;
            try {
                good = ask(number) && System.nanoTime() - start < SLOW.toNanos();
            } catch (IOException _) {
                good = false;
            }
            if (!good) {
                lastBadAt.set(System.nanoTime());
            }
            try {
                Thread.sleep(BETWEEN_MILLIS);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /// Whether the answer is a success. Answers to former questions are passed over.
    private boolean ask(long number) throws IOException {
        String id = "probe" + number + "x" + socket.getLocalPort();
        byte[] request = text(id).getBytes(UTF_8);
        socket.send(new DatagramPacket(request, request.length, Ports.loopback(server)));
        DatagramPacket answer = new DatagramPacket(new byte[MAX_ANSWER], MAX_ANSWER);
        long end = System.nanoTime() + Duration.ofMillis(SILENCE_MILLIS).toNanos();
        while (System.nanoTime() < end) {
            try {
                socket.receive(answer);
            } catch (SocketTimeoutException _) {
                return false;
            }
            String response = new String(answer.getData(), 0, answer.getLength(), US_ASCII);
            if (response.contains(id)) {
                return response.startsWith("SIP/2.0 200");
            }
        }
        return false;
    }

    private String text(String id) {
        return """
        OPTIONS sip:+8613800000000@{domain};user=phone SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{id};rport
        Max-Forwards: 70
        From: <sip:+8613900000002@{domain}>;tag={id}
        To: <sip:+8613800000000@{domain}>
        P-Asserted-Identity: <sip:+8613900000002@{domain}>
        Call-ID: {id}
        CSeq: 1 OPTIONS
        Content-Length: 0

        """
                .replace("\n", "\r\n")
                .replace("{domain}", CenterPlan.DOMAIN)
                .replace("{port}", Integer.toString(socket.getLocalPort()))
                .replace("{id}", id);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        socket.close();
    }
}
