package org.fivegmc.server.config;

import java.util.List;
import java.util.function.IntFunction;

/// Where reading stands: the key path, how a line is told, and where problems go. Used by one
/// thread.
record ReadContext(
        String key, IntFunction<Origin> origin, Surroundings surroundings, List<Problem> problems) {

    /// The same place one step deeper: `.name` or `[3]`.
    ReadContext at(String step) {
        String deeper = key.isEmpty() && step.startsWith(".") ? step.substring(1) : key + step;
        return new ReadContext(deeper, origin, surroundings, problems);
    }

    void problem(int line, String explanation) {
        problems.add(new Problem(origin.apply(line), key, explanation));
    }
}
