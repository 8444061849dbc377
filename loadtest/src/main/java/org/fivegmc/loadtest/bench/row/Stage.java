package org.fivegmc.loadtest.bench.row;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.fivegmc.loadtest.bench.machine.Machine;
import org.fivegmc.loadtest.bench.machine.Others;
import org.fivegmc.loadtest.bench.machine.PageCache;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.CenterPlan;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.peer.Kamailio;
import org.fivegmc.loadtest.bench.peer.Nginx;
import org.fivegmc.loadtest.bench.peer.Postgres;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.result.Round;
import org.fivegmc.loadtest.bench.result.Variant;
import org.fivegmc.loadtest.bench.tool.LoadTool;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;

/// Where one row is played: it starts servers and tools where they belong, remembers the commands,
/// and keeps what each round gave. Confined to one thread.
public final class Stage {
    /// More than this of a core used by others is told to the reader.
    private static final double QUIET = 0.1;

    /// A line of a tool's summary, one word and its value: the results have it.
    private static final Pattern SUMMARY = Pattern.compile("[A-Za-z0-9]+ +\\S+|clean|\\s*");

    private final Setting setting;
    private final Row row;
    private final String commit;
    private final Machine machine;
    private final Path directory;
    private final List<String> commands = new ArrayList<>();
    private int started;

    /// @param commit of the source tree
    Stage(Setting setting, Row row, String commit, Path directory) {
        this.setting = setting;
        this.row = row;
        this.commit = commit;
        this.directory = directory;
        this.machine = Machine.here(directory);
    }

    Variant variant() {
        return setting.variant();
    }

    int warmUpSeconds() {
        return variant().warmUpSeconds();
    }

    int seconds(int full) {
        return variant().seconds(full);
    }

    Cpus serverCpus() {
        return setting.server();
    }

    Cpus loadCpus() {
        return setting.load();
    }

    /// A line of progress.
    void say(String line) {
        setting.out().println("  " + line);
    }

    /// Has the memory of the machine in use, since the last time too: see [PageCache].
    void useMemory() {
        PageCache.fill(directory.resolve("filler"));
    }

    /// A plan for the server on the processors that are its.
    CenterPlan plan() {
        return CenterPlan.on(serverCpus());
    }

    /// Starts a server with an empty directory.
    Center center(CenterPlan plan) {
        Center center = Center.start(plan, directory.resolve("center-" + ++started));
        commands.add(center.commandLine());
        say("server ready after %.1f s".formatted(center.readySeconds()));
        return center;
    }

    /// Starts Kamailio where the server runs; empty when it is not wanted or not installed.
    Optional<Kamailio> kamailio(Kamailio.Profile profile, int nextHop) {
        return kamailio(profile, nextHop, Optional.empty());
    }

    Optional<Kamailio> kamailio(
            Kamailio.Profile profile, int nextHop, Optional<Postgres> database) {
        if (!setting.peers() || Kamailio.program().isEmpty()) {
            return Optional.empty();
        }
        commands.add(Kamailio.commandLine(serverCpus(), profile));
        return Optional.of(
                Kamailio.start(
                        profile,
                        nextHop,
                        database.map(Postgres::url),
                        serverCpus(),
                        setting.checkout().root().resolve("loadtest/kamailio"),
                        directory.resolve("kamailio-" + ++started)));
    }

    /// Starts nginx where the server runs; empty when it is not wanted or not installed, or can't
    /// write as asked here.
    Optional<Nginx> nginx(Nginx.Writing writing) {
        if (!setting.peers() || Nginx.program().isEmpty()) {
            return Optional.empty();
        }
        Optional<Nginx> nginx =
                Nginx.start(
                        writing,
                        serverCpus(),
                        setting.checkout().root().resolve("loadtest/nginx"),
                        directory.resolve("nginx-" + ++started));
        nginx.ifPresent(_ -> commands.add(Nginx.commandLine(serverCpus(), writing)));
        return nginx;
    }

    /// Starts PostgreSQL where the server runs; empty when the peers are not wanted or not
    /// installed.
    Optional<Postgres> postgres() {
        if (!setting.peers() || Kamailio.program().isEmpty() || !Postgres.installed()) {
            return Optional.empty();
        }
        commands.add(Postgres.commandLine(serverCpus()));
        return Optional.of(Postgres.start(serverCpus(), directory));
    }

    /// Runs a load tool to its end.
    ToolResult run(ToolArguments arguments) {
        return run(arguments, loadCpus());
    }

    ToolResult run(ToolArguments arguments, Cpus cpus) {
        try (LoadTool tool = start(arguments, cpus, _ -> {})) {
            return tool.await();
        }
    }

    /// Starts a load tool and lets it run.
    LoadTool start(ToolArguments arguments) {
        return start(arguments, loadCpus(), _ -> {});
    }

    /// @param onLine gets what it prints
    LoadTool start(ToolArguments arguments, Cpus cpus, Consumer<String> onLine) {
        commands.add(String.join(" ", cpus.run(List.of(arguments.line()))));
        return LoadTool.start(
                arguments,
                cpus,
                directory,
                line -> {
                    if (!SUMMARY.matcher(line).matches()) {
                        setting.out().println("      | " + line);
                    }
                    onLine.accept(line);
                });
    }

    /// Measures all rounds at once, where what is measured takes long to be made: it is made once
    /// and measured as often as there are rounds.
    void together(Consumer<List<Observation>> measure) {
        int count = variant().rounds(row.rounds());
        List<Observation> observations = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            observations.add(new Observation());
        }
        Others others = new Others();
        measure.accept(observations);
        Others.Share share = others.share();
        for (int number = 1; number <= count; number++) {
            note(observations.get(number - 1), share);
            keep(number, observations.get(number - 1));
        }
    }

    /// Measures all rounds and keeps each as soon as it is complete.
    void rounds(Consumer<Observation> measure) {
        int count = variant().rounds(row.rounds());
        List<String> before = List.copyOf(commands);
        for (int number = 1; number <= count; number++) {
            commands.clear();
            commands.addAll(before);
            say("round %d of %d".formatted(number, count));
            Observation observation = new Observation();
            Others others = new Others();
            measure.accept(observation);
            note(observation, others.share());
            keep(number, observation);
        }
    }

    private static void note(Observation observation, Others.Share others) {
        observation.figure("othersCores", others.cores()).figure("stolenCores", others.stolen());
        if (others.cores() > QUIET || others.stolen() > QUIET) {
            observation.finding(
                    "not alone: other processes used %.2f cores, other machines %.2f"
                            .formatted(others.cores(), others.stolen()));
        }
    }

    private void keep(int number, Observation observation) {
        Round round =
                new Round(
                        row.id(),
                        variant().label(row.rounds(), row.scales()),
                        number,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        commit,
                        machine,
                        List.copyOf(commands),
                        observation.figures(),
                        observation.points(),
                        observation.findings());
        setting.results().write(round);
        round.findings().forEach(finding -> say("! " + finding));
    }
}
