package org.fivegmc.loadtest.bench.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.Nginx;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Files to or from the content server, in turns with nginx on the same disk: files of 1 MiB, which
/// the marks are about, and of 10 MiB.
///
/// The server answers an upload when the file is on the disk. So its peer is an nginx that writes
/// through to the disk; one that answers when the octets are in the cache of the kernel stands
/// beside them, without a mark.
///
/// @param scenario of the load tool
record FilesRow(String scenario) implements Row.Procedure {
    static final String PEER = "nginx.";

    private static final String NGINX = "nginx";

    /// Figures of the one that leaves uploads in the cache.
    private static final String CACHED = "cachedNginx";

    static final String UPLOAD = "upload";
    static final String DOWNLOAD = "download";

    private static final int SECONDS = 10;
    private static final int CONNECTIONS = 16;
    private static final String PASSWORD = "bench";
    private static final double TOOL_BUSY = 0.95;

    /// Of the first files: what is run for each of them would be compiled late, were there only
    /// some hundred a second, and a run ends early when it has filled a part of the disk.
    private static final Size SMALL = new Size("64 KiB", "", 64 << 10, 64);

    /// @param prefix of its figures
    /// @param files that are there to be downloaded: all of them fit into the kernel's cache
    private record Size(String name, String prefix, int octets, int files) {}

    private static final List<Size> SIZES =
            List.of(
                    new Size("1 MiB", "", 1 << 20, 64),
                    new Size("10 MiB", "tenMib.", 10 << 20, 16));

    private static final List<String> FIGURES =
            List.of(
                    "megabytesPerSecond",
                    "megabytesPerCpuSecond",
                    "syncedMegabytesPerSecond",
                    "rate",
                    "perCpuSecond",
                    "p50Us",
                    "p99Us",
                    "cpuSeconds",
                    "toolCpuSeconds",
                    "syncSeconds",
                    "seconds");

    private static final List<String> FAULTS = List.of("altered", "refused", "connectionsLost");

    @Override
    public void play(Stage stage) {
        int port = Ports.free();
        try (Center center = stage.center(stage.plan().withFiles(port))) {
            center.provision(0, CONNECTIONS, PASSWORD);
            stage.say("warm-up");
            stage.run(ours(port, SMALL).lasting(0, stage.warmUpSeconds()));
            stage.run(ours(port, SIZES.getFirst()).lasting(0, stage.warmUpSeconds()));
            stage.rounds(round -> {
                List<ToolResult> results = new ArrayList<>();
                double before = center.uptimeSeconds();
                for (Size size : SIZES) {
                    stage.useMemory();
                    ToolResult result =
                            stage.run(
                                    ours(port, size)
                                            .cpuOf(List.of(center.pid()))
                                            .lasting(
                                                    Traffic.WARMUP_SECONDS,
                                                    stage.seconds(SECONDS)));
                    keep(round, size.prefix(), result);
                    say(stage, "5GMC, " + size.name(), result);
                    results.add(result);
                }
                Traffic.keepServer(round, center, before);
                center.pause();
                if (scenario.equals(UPLOAD)) {
                    theirs(stage, round, Nginx.Writing.THROUGH, NGINX, results);
                    theirs(stage, round, Nginx.Writing.CACHED, CACHED, results);
                } else {
                    theirs(stage, round, Nginx.Writing.CACHED, NGINX, results);
                }
                center.proceed();
            });
        }
    }

    private void theirs(
            Stage stage,
            Observation round,
            Nginx.Writing writing,
            String peer,
            List<ToolResult> ours) {
        for (int n = 0; n < SIZES.size(); n++) {
            Optional<Nginx> started = stage.nginx(writing);
            if (started.isEmpty()) {
                round.finding(
                        "without a peer: nginx with http_dav_module is not installed or not"
                                + " wanted, or may not have its directories written through");
                return;
            }
            try (Nginx nginx = started.get()) {
                Size size = SIZES.get(n);
                stage.useMemory();
                ToolResult result =
                        stage.run(
                                files(nginx.port(), size)
                                        .with("plain")
                                        .cpuOf(nginx.pids())
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                String prefix = peer + (n == 0 ? "" : "TenMib") + ".";
                keep(round, prefix, result);
                say(stage, peer + ", " + size.name(), result);
                shares(round, prefix, ours.get(n), result);
            }
        }
    }

    private static void shares(
            Observation round, String prefix, ToolResult ours, ToolResult theirs) {
        round.figure(
                prefix + "rateShareOfIt",
                ours.need("megabytesPerSecond") / theirs.need("megabytesPerSecond"));
        if (ours.has("cpuSeconds") && theirs.has("cpuSeconds")) {
            round.figure(
                    prefix + "cpuShareOfIt",
                    ours.need("megabytesPerCpuSecond") / theirs.need("megabytesPerCpuSecond"));
        }
    }

    private ToolArguments ours(int port, Size size) {
        return files(port, size).with("password", PASSWORD);
    }

    private ToolArguments files(int port, Size size) {
        ToolArguments files =
                ToolArguments.files(scenario)
                        .server(port)
                        .with("connections", CONNECTIONS)
                        .with("size", size.octets());
        return scenario.equals(UPLOAD)
                // the tool runs where the servers keep their files; results are published with
                // commands
                ? files.with("sync", ".")
                : files.with("files", size.files());
    }

    private static void keep(Observation observation, String prefix, ToolResult result) {
        for (String key : FIGURES) {
            if (result.has(key)) {
                observation.figure(prefix + key, result.need(key));
            }
        }
        observation.figure(prefix + "faults", FAULTS.stream().mapToDouble(result::count).sum());
        for (String key : FAULTS) {
            if (result.count(key) > 0) {
                observation.finding("%s%.0f %s".formatted(prefix, result.count(key), key));
            }
        }
        double busy = result.count("toolCpuSeconds") / Math.max(1, result.count("seconds"));
        if (busy > TOOL_BUSY) {
            observation.finding(
                    "%sthe load tool used %.2f cores and may have been the limit"
                            .formatted(prefix, busy));
        }
    }

    private static void say(Stage stage, String who, ToolResult result) {
        stage.say(
                "%s: %,.0f MB a second, %,.0f per CPU-second, p99 %.1f ms%s"
                        .formatted(
                                who,
                                result.count("megabytesPerSecond"),
                                result.count("megabytesPerCpuSecond"),
                                result.count("p99Us") / 1e3,
                                result.has("syncSeconds")
                                        ? ", then %.1f s until it was on the disk"
                                                .formatted(result.need("syncSeconds"))
                                        : ""));
    }
}
