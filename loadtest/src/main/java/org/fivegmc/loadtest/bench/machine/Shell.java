package org.fivegmc.loadtest.bench.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Commands that do something small and end, and where programs are.
public final class Shell {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Where programs of administrators are, on the path or not.
    private static final List<String> SBIN = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");

    private Shell() {}

    /// What it wrote. Throws [IllegalStateException] with it when the command fails or does not
    /// end.
    public static String run(List<String> command) {
        return run(command, PATIENCE);
    }

    public static String run(List<String> command, Duration patience) {
        String line = String.join(" ", command);
        try {
            Path written = Files.createTempFile("5gmc-bench", ".out");
            try {
                Process process =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(written.toFile())
                                .start();
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("does not end: " + line);
                }
                String text = Files.readString(written, UTF_8).strip();
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(
                            "%s failed with %d: %s".formatted(line, process.exitValue(), text));
                }
                return text;
            } finally {
                Files.delete(written);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot run " + line, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + line, interrupted);
        }
    }

    /// The first executable of that name on the path or where administrators have theirs.
    public static Optional<Path> program(String name) {
        Stream<String> path =
                Stream.of(
                        Optional.ofNullable(System.getenv("PATH"))
                                .orElse("/usr/bin:/bin")
                                .split(":", -1));
        return Stream.concat(path, SBIN.stream())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
