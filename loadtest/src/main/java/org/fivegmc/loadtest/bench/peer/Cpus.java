package org.fivegmc.loadtest.bench.peer;

import java.util.ArrayList;
import java.util.List;

/// Which processors a process may use, as taskset(1) takes them: `0`, `1,2`, `0-3`. An empty list
/// is all of them.
public record Cpus(String list) {
    public static final Cpus ALL = new Cpus("");

    public Cpus {
        if (!list.matches("[0-9,-]*")) {
            throw new IllegalArgumentException("not a list of processors: " + list);
        }
    }

    public boolean pinned() {
        return !list.isEmpty();
    }

    /// The command that runs `command` there. taskset replaces itself by it, so the process keeps
    /// its number.
    public List<String> run(List<String> command) {
        if (!pinned()) {
            return List.copyOf(command);
        }
        List<String> words = new ArrayList<>(List.of("taskset", "-c", list));
        words.addAll(command);
        return List.copyOf(words);
    }
}
