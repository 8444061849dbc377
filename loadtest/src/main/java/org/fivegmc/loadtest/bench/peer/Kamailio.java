package org.fivegmc.loadtest.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.loadtest.bench.machine.Shell;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.Ports;

/// Kamailio with one of the configurations in `loadtest/kamailio`, in the foreground, as a peer to
/// be measured.
///
/// Distributions build it with a memory manager for finding faults that costs a factor of 2 to 4;
/// the quick one and memory for the transactions of a whole run are what it is fair to compare
/// with.
public final class Kamailio implements AutoCloseable {
    private static final List<String> FAIR = List.of("-x", "fm", "-X", "fm", "-m", "4096");
    private static final String PRIVATE_MEGABYTES = "16";
    private static final Duration START_TIME = Duration.ofSeconds(20);

    /// What the processes need to settle after the first of them listens.
    private static final int SETTLE_MILLIS = 500;

    private final ChildProcess process;
    private final int port;

    private Kamailio(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Optional<Path> program() {
        return Shell.program("kamailio");
    }

    /// How it is started, as a person would type it.
    public static String commandLine(Cpus cpus, Profile profile) {
        List<String> words = new ArrayList<>(List.of("kamailio", "-DD", "-E"));
        words.addAll(List.of("-f", "loadtest/kamailio/" + profile.file()));
        words.addAll(FAIR);
        words.addAll(List.of("-M", PRIVATE_MEGABYTES));
        return String.join(" ", cpus.run(words));
    }

    /// A configuration of `loadtest/kamailio`.
    public enum Profile {
        /// Relays with transactions, UDP, one worker.
        TM_UDP,
        /// The same over TCP, two workers.
        TM_TCP,
        /// Relays without any state, UDP, one worker.
        SL_UDP,
        /// Stores messages in PostgreSQL, UDP, four workers, each with a database connection.
        STORE;

        String file() {
            return switch (this) {
                case TM_UDP -> "relay-tm-udp.cfg";
                case TM_TCP -> "relay-tm-tcp.cfg";
                case SL_UDP -> "relay-stateless-udp.cfg";
                case STORE -> "store-msilo.cfg";
            };
        }
    }

    /// @param nextHop port of 127.0.0.1 that everything is relayed to
    /// @param database its URL; only [Profile#STORE] has one
    /// @param kamailioFiles the directory of the configurations
    public static Kamailio start(
            Profile profile,
            int nextHop,
            Optional<String> database,
            Cpus cpus,
            Path kamailioFiles,
            Path directory) {
        int port = Ports.free();
        try {
            Files.createDirectories(directory);
            Path config =
                    Files.writeString(
                            directory.resolve(profile.file()),
                            Files.readString(kamailioFiles.resolve(profile.file()))
                                    .replace("{port}", Integer.toString(port))
                                    .replace("{next}", Integer.toString(nextHop))
                                    .replace("{database}", database.orElse("")));
            ChildProcess process =
                    ChildProcess.start(
                            "kamailio", cpus.run(words(config, directory)), directory, _ -> {});
            Kamailio kamailio = new Kamailio(process, port);
            kamailio.awaitStarted();
            return kamailio;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> words(Path config, Path directory) {
        Path program =
                program().orElseThrow(() -> new IllegalStateException("Kamailio is missing"));
        List<String> words = new ArrayList<>(List.of(program.toString(), "-DD", "-E"));
        words.addAll(List.of("-f", config.toString()));
        words.addAll(FAIR);
        words.addAll(List.of("-M", PRIVATE_MEGABYTES));
        words.addAll(List.of("-Y", directory.toString()));
        words.addAll(List.of("-P", directory.resolve("kamailio.pid").toString()));
        return words;
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
    }

    private void awaitStarted() {
        long end = System.nanoTime() + START_TIME.toNanos();
        while (!SipPing.answered(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                String last = String.join("\n", process.tail());
                close();
                throw new IllegalStateException("Kamailio does not start: " + last);
            }
        }
        Pause.millis(SETTLE_MILLIS);
    }
}
