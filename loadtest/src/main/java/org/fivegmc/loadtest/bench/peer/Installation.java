package org.fivegmc.loadtest.bench.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.loadtest.bench.machine.Shell;

/// The peers as packages of Debian and what derives from it.
public final class Installation {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Installation() {}

    /// What is missing is installed; needs root.
    public static void install(Consumer<String> say) {
        List<String> missing = missing();
        if (missing.isEmpty()) {
            say.accept("the peers are installed");
            return;
        }
        say.accept("installing " + String.join(", ", missing));
        Shell.run(List.of("apt-get", "update", "-q"), PATIENCE);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "DEBIAN_FRONTEND=noninteractive",
                                "apt-get",
                                "install",
                                "-q",
                                "-y",
                                "--no-install-recommends"));
        command.addAll(missing);
        Shell.run(command, PATIENCE);
    }

    private static List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (Kamailio.program().isEmpty()) {
            missing.add("kamailio");
        }
        if (Nginx.program().isEmpty()) {
            missing.add("nginx-light");
        }
        if (!Postgres.installed()) {
            missing.addAll(List.of("kamailio-postgres-modules", "postgresql"));
        }
        return List.copyOf(missing);
    }
}
