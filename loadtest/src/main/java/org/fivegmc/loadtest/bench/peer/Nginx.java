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
    /// When it has written a file that it answers for.
    public enum Writing {
        /// In the kernel's cache: nobody waits for the disk, and one worker is enough.
        CACHED(1),

        /// On the disk, with its name: its directories have the attributes S and D (`chattr`),
        /// which nginx has no setting for. A worker waits for the disk, so there are several.
        THROUGH(4);

        private final int workers;

        Writing(int workers) {
            this.workers = workers;
        }
    }

    private static final Duration START_TIME = Duration.ofSeconds(20);
    private static final String CONFIG = "files.conf";

    /// Of its files, before and after they are whole.
    private static final List<String> DIRECTORIES = List.of("files", "incoming");

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
    public static String commandLine(Cpus cpus, Writing writing) {
        String started =
                String.join(
                        " ",
                        cpus.run(
                                List.of(
                                        "nginx",
                                        "-e",
                                        "stderr",
                                        "-c",
                                        "loadtest/nginx/" + CONFIG)));
        return writing == Writing.THROUGH ? "chattr +S +D files incoming; " + started : started;
    }

    /// Empty when the file system knows no attributes, or the account may not set them.
    ///
    /// @param nginxFiles the directory of the configuration
    /// @param directory that it makes, and removes at its end with all files in it
    public static Optional<Nginx> start(
            Writing writing, Cpus cpus, Path nginxFiles, Path directory) {
        int port = Ports.free();
        Path program = program().orElseThrow(() -> new IllegalStateException("nginx is missing"));
        try {
            for (String name : DIRECTORIES) {
                Files.createDirectories(directory.resolve(name));
            }
            if (writing == Writing.THROUGH && !writesThrough(directory)) {
                delete(directory);
                return Optional.empty();
            }
            Path config =
                    Files.writeString(
                            directory.resolve(CONFIG),
                            Files.readString(nginxFiles.resolve(CONFIG))
                                    .replace("{port}", Integer.toString(port))
                                    .replace("{directory}", directory.toString())
                                    .replace("{workers}", Integer.toString(writing.workers))
                                    .replace("{user}", System.getProperty("user.name")));
            List<String> words =
                    List.of(program.toString(), "-e", "stderr", "-c", config.toString());
            Nginx nginx =
                    new Nginx(
                            ChildProcess.start("nginx", cpus.run(words), directory, _ -> {}),
                            directory,
                            port);
            nginx.awaitStarted();
            return Optional.of(nginx);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean writesThrough(Path directory) {
        try {
            for (String name : DIRECTORIES) {
                Shell.run(List.of("chattr", "+S", "+D", directory.resolve(name).toString()));
            }
            return true;
        } catch (IllegalStateException | UncheckedIOException _) {
            return false;
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
        delete(directory);
    }

    private static void delete(Path directory) {
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
