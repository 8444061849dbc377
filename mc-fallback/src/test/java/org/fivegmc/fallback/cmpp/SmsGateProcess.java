package org.fivegmc.fallback.cmpp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fivegmc.fallback.text.Octets;

/// SMSGate as a CMPP gateway: a foreign implementation, in a process of its own because of what it
/// brings with it. Built by the module `cmpp-peer`.
public final class SmsGateProcess implements AutoCloseable {
    public static final String SP_ID = "901234";
    public static final String SECRET = "a secret of the gateway";

    /// What it understood of a CMPP_SUBMIT.
    ///
    /// @param msgId 16 hexadecimal digits
    public record Submission(
            int sequence,
            String msgId,
            String destination,
            int format,
            int udhi,
            int total,
            int number,
            String srcId,
            String serviceId,
            Octets content) {
        private static Submission of(String[] words) {
            return new Submission(
                    Integer.parseInt(words[1]),
                    words[2],
                    words[3],
                    Integer.parseInt(words[4]),
                    Integer.parseInt(words[5]),
                    Integer.parseInt(words[6]),
                    Integer.parseInt(words[7]),
                    words[8],
                    words[9],
                    Octets.of(
                            words.length < 11 ? new byte[0] : HexFormat.of().parseHex(words[10])));
        }
    }

    public final Queue<Submission> submissions = new ConcurrentLinkedQueue<>();
    public final Queue<Submission> unanswered = new ConcurrentLinkedQueue<>();
    public final Queue<String> throttled = new ConcurrentLinkedQueue<>();

    /// Results of CMPP_DELIVER_RESP.
    public final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    private final Queue<String> others = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final int port;
    private final Process process;
    private final PrintStream commands;

    /// With CMPP 3.0, on a free port.
    public SmsGateProcess() throws Exception {
        this("3.0", freePort());
    }

    public SmsGateProcess(String version, int port) throws Exception {
        this.port = port;
        Path built = Path.of("..", "cmpp-peer", "target");
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-cp",
                                built.resolve("classes") + ":" + built.resolve("lib") + "/*",
                                "org.fivegmc.cmpppeer.CmppCenter",
                                Integer.toString(port),
                                version,
                                SP_ID,
                                SECRET)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::listen);
        if (!ready.await(30, TimeUnit.SECONDS)) {
            close();
            throw new IOException("the CMPP peer does not start; has cmpp-peer been built?");
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    private void listen() {
        try (var in =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "ready" -> ready.countDown();
                    case "submit" -> submissions.add(Submission.of(words));
                    case "unanswered" -> unanswered.add(Submission.of(words));
                    case "throttled" -> throttled.add(words[1]);
                    case "answered" -> answers.add(Integer.parseInt(words[1]));
                    default -> others.add(line);
                }
            }
        } catch (IOException _) {
            // it was ended
        }
    }

    /// See `CmppCenter` for what there is.
    public void command(String line) {
        commands.println(line);
    }

    /// A status report to a submission.
    public void receipt(Submission about, String stat) {
        command(
                "receipt "
                        + about.msgId()
                        + " "
                        + stat
                        + " "
                        + about.destination()
                        + " "
                        + about.srcId());
    }

    @Override
    public void close() {
        commands.close();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
