package org.fivegmc.loadtest.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How to start a server: the words of its command, with `{config}` and `{port}` to be filled in.
public record ServerCommand(List<String> words) {
    private static final String CONFIG = "{config}";
    private static final String PORT = "{port}";
    private static final String JVM_OPTIONS =
            "-XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError"
                    + " -XX:+UseTransparentHugePages -XX:MetaspaceSize=96m";

    public ServerCommand {
        words = List.copyOf(words);
    }

    /// A command written as words separated by blanks.
    public static ServerCommand parse(String template) {
        return new ServerCommand(split(template));
    }

    /// The server of this source tree, on the JVM that runs this code: killing the process kills
    /// the server and nothing in between. `MC_JAVA_OPTS` replaces the options of the JVM.
    public static ServerCommand of(Checkout checkout) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(jvmOptions());
        words.addAll(List.of("-jar", checkout.serverJar().toString(), "run", "--config", CONFIG));
        return new ServerCommand(words);
    }

    /// The options of the server's JVM: `MC_JAVA_OPTS`, or what `./5gmc run` takes without it.
    public static List<String> jvmOptions() {
        return split(Optional.ofNullable(System.getenv("MC_JAVA_OPTS")).orElse(JVM_OPTIONS));
    }

    /// The command for a configuration file; without a `{config}`, `--config FILE` is added.
    public List<String> withConfig(Path config) {
        List<String> complete = new ArrayList<>(words);
        if (words.stream().noneMatch(word -> word.contains(CONFIG))) {
            complete.addAll(List.of("--config", CONFIG));
        }
        return new ServerCommand(complete).filled(CONFIG, config.toString());
    }

    public List<String> withPort(int port) {
        return filled(PORT, Integer.toString(port));
    }

    // Filled in after splitting, so that a path may hold blanks.
    private List<String> filled(String placeholder, String value) {
        return words.stream().map(word -> word.replace(placeholder, value)).toList();
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
