package org.fivegmc.loadtest.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivegmc.loadtest.bench.machine.Shell;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.Ports;

/// nginx with `loadtest/nginx/files.conf`, in the foreground, as a peer that keeps files.
public final class Nginx implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofSeconds(20);
    private static final String CONFIG = "files.conf";

    private final ChildProcess process;
    private final Path directory;
    private final int port;

    private Nginx(ChildProcess process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /// Empty when it is not installed, or was built without what takes a PUT.
    public static Optional<Path> program() {
        return Shell.program("nginx")
                .filter(program ->
                        Shell.run(List.of(program.toString(), "-V")).contains("http_dav_module"));
    }

    /// How it is started, as a person would type it.
    public static String commandLine(Cpus cpus) {
        return String.join(
                " ", cpus.run(List.of("nginx", "-e", "stderr", "-c", "loadtest/nginx/" + CONFIG)));
    }

    /// @param nginxFiles the directory of the configuration
    /// @param directory that it makes, and removes at its end with all files in it
    public static Nginx start(Cpus cpus, Path nginxFiles, Path directory) {
        int port = Ports.free();
        Path program = program().orElseThrow(() -> new IllegalStateException("nginx is missing"));
        try {
            Files.createDirectories(directory.resolve("files"));
            Path config =
                    Files.writeString(
                            directory.resolve(CONFIG),
                            Files.readString(nginxFiles.resolve(CONFIG))
                                    .replace("{port}", Integer.toString(port))
                                    .replace("{directory}", directory.toString())
                                    .replace("{user}", System.getProperty("user.name")));
            List<String> words =
                    List.of(program.toString(), "-e", "stderr", "-c", config.toString());
            Nginx nginx =
                    new Nginx(
                            ChildProcess.start("nginx", cpus.run(words), directory, _ -> {}),
                            directory,
                            port);
            nginx.awaitStarted();
            return nginx;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return port;
    }

    /// All its processes.
    public List<Long> pids() {
        return process.pids();
    }

    @Override
    public void close() {
        process.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitStarted() {
        if (!Ports.awaitTcp(port, process, START_TIME)) {
            String last = String.join("\n", process.tail());
            close();
            throw new IllegalStateException("nginx does not start: " + last);
        }
    }
}
