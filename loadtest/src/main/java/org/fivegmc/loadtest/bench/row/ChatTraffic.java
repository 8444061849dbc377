package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;

/// What rows ask of the load tool for sessions, and what they keep of its answers.
final class ChatTraffic {
    private static final List<String> FIGURES =
            List.of(
                    "rate",
                    "deliveredRate",
                    "perCpuSecond",
                    "setUpRate",
                    "setUpPerCpuSecond",
                    "megabytesPerSecond",
                    "megabytesPerCpuSecond",
                    "p50Us",
                    "p99Us",
                    "deliveryP50Us",
                    "deliveryP99Us",
                    "deliveryP999Us",
                    "residentBytesBefore",
                    "residentBytes",
                    "cpuSeconds",
                    "toolCpuSeconds",
                    "seconds");

    private static final List<String> FAULTS =
            List.of(
                    "missing",
                    "duplicates",
                    "altered",
                    "strangers",
                    "refused",
                    "failed",
                    "connectionsLost");

    private ChatTraffic() {}

    static ToolArguments chats(String scenario, Center center) {
        return ToolArguments.sessions(scenario)
                .server(center.sipPort())
                .with("connections", Traffic.CONNECTIONS)
                .with("expires", Traffic.EXPIRES);
    }

    static void keep(Observation observation, String prefix, ToolResult result) {
        for (String key : FIGURES) {
            if (result.has(key)) {
                observation.figure(prefix + key, result.need(key));
            }
        }
        double faults = FAULTS.stream().mapToDouble(result::count).sum();
        observation.figure(prefix + "ledgerFaults", faults);
        for (String key : FAULTS) {
            if (result.count(key) > 0) {
                observation.finding("%s%.0f %s".formatted(prefix, result.count(key), key));
            }
        }
    }
}
