package org.fivegmc.loadtest.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fivegmc.loadtest.process.ChildProcess;

/// Records what passes the given ports of the loopback interface, both UDP and TCP, into a pcapng
/// file, by dumpcap (of Wireshark), which needs the right to capture: root, or its group.
public final class Capture implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofSeconds(10);

    /// Packets are in the file so long after they passed.
    private static final Duration FLUSH = Duration.ofMillis(500);

    private final ChildProcess dumpcap;

    private Capture(ChildProcess dumpcap) {
        this.dumpcap = dumpcap;
    }

    /// Whether packets can be recorded and judged here: tshark is there, and dumpcap may use the
    /// loopback interface. A test may be left out for nothing else.
    public static boolean isPossible() {
        return says("lo", "dumpcap", "-D") && says("TShark", "tshark", "--version");
    }

    private static boolean says(String word, String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 && text.contains(word);
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Returns when recording has begun. Throws [IllegalStateException] when it cannot: no dumpcap,
    /// or no right.
    public static Capture start(Path file, int... ports) {
        String filter =
                Arrays.stream(ports).mapToObj(port -> "port " + port).collect(joining(" or "));
        List<String> command =
                List.of("dumpcap", "-i", "lo", "-f", filter, "-w", file.toString(), "-B", "16");
        CountDownLatch begun = new CountDownLatch(1);
        ChildProcess dumpcap;
        try {
            dumpcap =
                    ChildProcess.start(
                            "dumpcap",
                            command,
                            Path.of("").toAbsolutePath(),
                            _ -> {},
                            line -> {
                                if (line.startsWith("File: ")) {
                                    begun.countDown();
                                }
                            });
        } catch (UncheckedIOException missing) {
            throw new IllegalStateException(
                    "dumpcap does not start; Debian has it in the package tshark", missing);
        }
        if (!happens(begun)) {
            dumpcap.close();
            throw new IllegalStateException("cannot capture: " + dumpcap.tail());
        }
        return new Capture(dumpcap);
    }

    private static boolean happens(CountDownLatch begun) {
        try {
            return begun.await(START_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Waits for the last packets to reach the file, and ends.
    @Override
    public void close() {
        dumpcap.awaitEnd(FLUSH);
        dumpcap.close();
    }
}
