package org.fivegmc.loadtest.bench.row;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// What rows ask of the raw load tool, and what they keep of its answers.
final class Traffic {
    /// Users of rows that are not about their number.
    static final int USERS = 10_000;

    /// Messages or registrations in flight at the server: enough for its commits to be shared.
    static final int WINDOW = 256;

    /// Connections of rows over TCP.
    static final int CONNECTIONS = 4;

    /// Before every other measurement.
    static final int WARMUP_SECONDS = 2;

    /// A day, so that nothing expires while it is measured.
    static final int EXPIRES = 86_400;

    /// An open loop that does so much of what is offered keeps its pace.
    static final double PACE = 0.99;

    /// A slow server registers so many users a second.
    private static final long SLOWEST_PER_SECOND = 2_000;

    /// More of its core than this, and the tool may have been the limit.
    private static final double TOOL_BUSY = 0.95;

    private static final List<String> LEDGER =
            List.of("missing", "missingReports", "duplicates", "outOfOrder", "late", "altered");

    private static final List<String> DOUBTS =
            Stream.concat(LEDGER.stream(), Stream.of("unanswered", "failed", "refused", "unsent"))
                    .toList();

    private Traffic() {}

    /// Registers users `first` to `first + count - 1` once each, with the tool's answering port as
    /// their contact.
    static ToolArguments registrations(Center center, long first, long count, int answerPort) {
        return ToolArguments.raw("register")
                .server(center.sipPort())
                .with("order", "sequential")
                .with("first-user", first)
                .with("users", count)
                .with("messages", count)
                .with("window", WINDOW)
                .with("answer", answerPort)
                .with("expires", EXPIRES)
                .patient(Duration.ofSeconds(count / SLOWEST_PER_SECOND));
    }

    /// Messages to random users of the first `users`, answered by the tool itself.
    static ToolArguments messages(int serverPort, long users, int answerPort) {
        return ToolArguments.raw("message")
                .server(serverPort)
                .with("users", users)
                .with("answer", answerPort);
    }

    /// Messages to users who are away.
    static ToolArguments messagesToStore(int serverPort, long users) {
        return ToolArguments.raw("message").server(serverPort).with("users", users);
    }

    /// Registers users and throws if not all of them are.
    static void register(Stage stage, Center center, long first, long count, int answerPort) {
        expectAll(count, stage.run(registrations(center, first, count, answerPort)));
    }

    /// Users the server knows and who are not there: registered, then unregistered.
    static void makeKnownAndAway(Stage stage, Center center, long first, long count) {
        int port = Ports.free();
        register(stage, center, first, count, port);
        expectAll(count, stage.run(registrations(center, first, count, port).with("expires", 0)));
    }

    static void expectAll(long count, ToolResult result) {
        if (result.need("accepted") < count) {
            throw new IllegalStateException(
                    "%d were offered, %.0f accepted: %s"
                            .formatted(count, result.need("accepted"), result.numbers()));
        }
    }

    /// Keeps what a tool measured, under names that begin with `prefix`, and tells the reader what
    /// makes it doubtful.
    static void keep(Observation observation, String prefix, ToolResult result) {
        for (String key :
                List.of(
                        "perCpuSecond",
                        "rate",
                        "deliveredRate",
                        "deliveredPerCpuSecond",
                        "registerRate",
                        "backlogMax",
                        "secondsAfterLastRegistration",
                        "p50Us",
                        "p90Us",
                        "p99Us",
                        "p999Us",
                        "maxUs",
                        "accepted",
                        "delivered",
                        "refused",
                        "failed",
                        "unanswered",
                        "missing",
                        "duplicates",
                        "outOfOrder",
                        "late",
                        "retransmitted",
                        "cpuSeconds",
                        "toolCpuSeconds",
                        "seconds")) {
            if (result.has(key)) {
                observation.figure(prefix + key, result.need(key));
            }
        }
        doubt(observation, prefix.isEmpty() ? "" : prefix.replace('.', ' ').strip() + ": ", result);
    }

    /// What only the server knows: its memory now, and its pauses since a time, seconds since it
    /// was started.
    static void keepServer(Observation observation, Center center, double since) {
        observation
                .figure(
                        "longestPauseMs",
                        center.pauses().between(since, center.uptimeSeconds()).longestMillis())
                .figure("residentBytes", (double) center.residentBytes());
    }

    /// Says so when a fixed rate was not held: its latencies are then those of a queue.
    static void keepPace(Observation observation, double offered, ToolResult result) {
        if (result.need("rate") < PACE * offered) {
            observation.finding(
                    "%.0f a second were offered, %.0f accepted"
                            .formatted(offered, result.need("rate")));
        }
    }

    /// Faults in a ledger: what was promised and not kept.
    static double unclean(ToolResult result) {
        return LEDGER.stream().mapToDouble(result::count).sum();
    }

    private static void doubt(Observation observation, String whose, ToolResult result) {
        for (String key : DOUBTS) {
            if (result.count(key) > 0) {
                observation.finding("%s%.0f %s".formatted(whose, result.count(key), key));
            }
        }
        if (result.count("retransmitted") > 0) {
            observation.finding(
                    "%s%.0f retransmissions (%.3f %%)"
                            .formatted(
                                    whose,
                                    result.count("retransmitted"),
                                    100
                                            * result.count("retransmitted")
                                            / Math.max(1, result.count("offered"))));
        }
        double busy = result.count("toolCpuSeconds") / Math.max(1, result.count("seconds"));
        if (busy > TOOL_BUSY) {
            observation.finding(
                    "%sthe load tool used %.2f cores and may have been the limit"
                            .formatted(whose, busy));
        }
    }
}
