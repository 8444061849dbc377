package org.fivegmc.loadtest.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivegmc.loadtest.bench.machine.Shell;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.Ports;

/// A PostgreSQL of its own for Kamailio's `msilo`: a new cluster in a directory of its own, every
/// commit flushed to the disk (its default), reached over 127.0.0.1.
///
/// PostgreSQL refuses to run as root, so for root it runs as the user `postgres` that the package
/// brings.
public final class Postgres implements AutoCloseable {
    private static final String OWNER = "postgres";
    private static final String NAME = "kamailio";
    private static final Duration START_TIME = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 200;
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final Path TABLES = Path.of("/usr/share/kamailio/postgres");

    /// What is set other than by default: where it listens, and more memory for pages than the 128
    /// MB it begins with, so that it does not read from the disk.
    private static final List<String> SETTINGS =
            List.of(
                    "-c", "listen_addresses=127.0.0.1",
                    "-c", "fsync=on",
                    "-c", "synchronous_commit=on",
                    "-c", "shared_buffers=512MB");

    private final ChildProcess process;
    private final Path directory;
    private final int port;

    private Postgres(ChildProcess process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /// The directory of the newest installed version's programs.
    public static Optional<Path> programs() {
        try (Stream<Path> versions =
                Files.isDirectory(VERSIONS) ? Files.list(VERSIONS) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve(OWNER)))
                    .max(Comparator.naturalOrder());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Whether all that the comparison needs is installed: server, client, and Kamailio's tables.
    public static boolean installed() {
        return programs().isPresent()
                && Shell.program("psql").isPresent()
                && Files.isDirectory(TABLES);
    }

    /// How it is started, as a person would type it.
    public static String commandLine(Cpus cpus) {
        List<String> words = new ArrayList<>(List.of(OWNER, "-D", "DIRECTORY"));
        words.addAll(SETTINGS);
        return String.join(" ", cpus.run(words));
    }

    /// @param below where its directory is made; the user `postgres` must be able to go there
    public static Postgres start(Cpus cpus, Path below) {
        Path bin = programs().orElseThrow(() -> new IllegalStateException("PostgreSQL is missing"));
        int port = Ports.free();
        try {
            Path directory = Files.createTempDirectory(below, "postgres");
            if (asRoot()) {
                Shell.run(List.of("chown", OWNER, directory.toString()));
            }
            Path data = directory.resolve("data");
            Shell.run(
                    asOwner(
                            List.of(
                                    bin.resolve("initdb").toString(),
                                    "-D",
                                    data.toString(),
                                    "-U",
                                    OWNER,
                                    "-A",
                                    "trust")));
            List<String> server = new ArrayList<>(List.of(bin.resolve(OWNER).toString()));
            server.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
            server.addAll(List.of("-k", directory.toString()));
            server.addAll(SETTINGS);
            ChildProcess process =
                    ChildProcess.start("postgres", asOwner(cpus.run(server)), below, _ -> {});
            Postgres postgres = new Postgres(process, directory, port);
            postgres.awaitStarted();
            postgres.makeTables();
            return postgres;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// For Kamailio's `db_url`.
    public String url() {
        return "postgres://%s:x@127.0.0.1:%d/%s".formatted(OWNER, port, NAME);
    }

    public List<Long> pids() {
        return process.pids();
    }

    /// How many messages are stored.
    public long stored() {
        return Long.parseLong(psql(NAME, "-tA", "-c", "select count(*) from silo"));
    }

    /// Removes all stored messages and writes out what is pending, so that nothing of it is left to
    /// be done while somebody else is measured.
    public void empty() {
        psql(NAME, "-c", "truncate silo");
        psql(NAME, "-c", "checkpoint");
    }

    @Override
    public void close() {
        process.close();
        Shell.run(List.of("rm", "-rf", directory.toString()));
    }

    private void awaitStarted() {
        long end = System.nanoTime() + START_TIME.toNanos();
        while (true) {
            try {
                psql(OWNER, "-c", "select 1");
                return;
            } catch (IllegalStateException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    String last = String.join("\n", process.tail());
                    close();
                    throw new IllegalStateException("PostgreSQL does not start: " + last, notYet);
                }
                Pause.millis(POLL_MILLIS);
            }
        }
    }

    private void makeTables() {
        psql(OWNER, "-c", "create database " + NAME);
        for (String tables : List.of("standard", "msilo")) {
            psql(NAME, "-q", "-f", TABLES.resolve(tables + "-create.sql").toString());
        }
    }

    private String psql(String database, String... more) {
        List<String> words = new ArrayList<>(List.of("psql", "-h", "127.0.0.1"));
        words.addAll(List.of("-p", Integer.toString(port), "-U", OWNER, "-d", database));
        words.addAll(List.of("-v", "ON_ERROR_STOP=1"));
        words.addAll(List.of(more));
        return Shell.run(words);
    }

    private static boolean asRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asOwner(List<String> command) {
        if (!asRoot()) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of("runuser", "-u", OWNER, "--"));
        words.addAll(command);
        return List.copyOf(words);
    }
}
