package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.CenterPlan;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;

/// What rows ask of the load tool for chatbots, and what they keep of its answers.
final class A2pTraffic {
    static final int CONNECTIONS = 32;

    private static final List<String> FIGURES =
            List.of(
                    "rate",
                    "completeRate",
                    "perCpuSecond",
                    "p50Us",
                    "p99Us",
                    "p999Us",
                    "accepted",
                    "calls",
                    "settledAfter",
                    "cpuSeconds",
                    "toolCpuSeconds",
                    "seconds");

    private static final List<String> FAULTS =
            List.of("notTaken", "connectionsLost", "missing", "twofold", "forged");

    /// More of its core than this, and the tool may have been the limit.
    private static final double TOOL_BUSY = 0.95;

    private A2pTraffic() {}

    /// @param port of the interface for chatbots, or of a bare server
    static ToolArguments messages(String scenario, int port) {
        return ToolArguments.a2p(scenario)
                .server(port)
                .with("connections", CONNECTIONS)
                .with("users", Traffic.USERS);
    }

    /// The chatbot that the load tool plays.
    static void provision(Center center, int callback) {
        center.provisionChatbot(
                CenterPlan.CHATBOT,
                "app1",
                "key1",
                "tok1",
                "http://127.0.0.1:" + callback + "/hook");
    }

    static void keep(Observation observation, String prefix, ToolResult result) {
        for (String key : FIGURES) {
            if (result.has(key)) {
                observation.figure(prefix + key, result.need(key));
            }
        }
        observation.figure(
                prefix + "ledgerFaults", FAULTS.stream().mapToDouble(result::count).sum());
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
}
