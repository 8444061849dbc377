package org.fivegmc.loadtest.bench.row;

import java.util.Locale;
import org.fivegmc.loadtest.bench.tool.ToolResult;

/// Results as lines of progress.
final class Said {
    private Said() {}

    static String rate(String who, ToolResult result) {
        return String.format(
                Locale.ROOT,
                "%s: %,.0f a second, %,.0f per CPU-second, p99 %.2f ms",
                who,
                result.count("rate"),
                result.count("perCpuSecond"),
                result.count("p99Us") / 1e3);
    }
}
