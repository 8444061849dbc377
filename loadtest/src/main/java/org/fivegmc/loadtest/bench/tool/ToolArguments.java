package org.fivegmc.loadtest.bench.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// The arguments of a load tool, built step by step; each step is a new value.
///
/// @param patience how long it may take before it is ended
public record ToolArguments(List<String> words, Duration patience) {
    /// Beyond what a measurement should take: start, settling, and a slow machine.
    private static final Duration SLACK = Duration.ofSeconds(90);

    public ToolArguments {
        words = List.copyOf(words);
    }

    /// `raw`: fixed messages at the highest rate.
    public static ToolArguments raw(String method) {
        return new ToolArguments(List.of("raw", "--method", method), SLACK);
    }

    /// `handsets`: light handsets that play a scenario and keep a ledger.
    public static ToolArguments handsets(String scenario) {
        return new ToolArguments(List.of("handsets", scenario), SLACK);
    }

    /// `sessions`: chats by the thousand.
    public static ToolArguments sessions(String scenario) {
        return new ToolArguments(List.of("sessions", scenario), SLACK);
    }

    /// `files`: files over HTTP.
    public static ToolArguments files(String scenario) {
        return new ToolArguments(List.of("files", scenario), SLACK);
    }

    /// `directory`: questions about chatbots.
    ///
    /// @param token of the user who asks
    public static ToolArguments directory(String token) {
        return new ToolArguments(List.of("directory"), SLACK).with("token", token);
    }

    /// `a2p`: messages of a chatbot.
    public static ToolArguments a2p(String scenario) {
        return new ToolArguments(List.of("a2p", scenario), SLACK);
    }

    /// `relay`: passes octets on.
    public static ToolArguments relay(int listen, int to) {
        return new ToolArguments(List.of("relay"), SLACK).with("listen", listen).with("to", to);
    }

    /// `smsc`: the far end of the fallback.
    public static ToolArguments smsc() {
        return new ToolArguments(List.of("smsc"), SLACK);
    }

    /// Sets an option; a value it had before is replaced.
    public ToolArguments with(String option, Object value) {
        List<String> more = new ArrayList<>(words);
        int at = more.indexOf("--" + option);
        if (at >= 0) {
            more.set(at + 1, String.valueOf(value));
        } else {
            more.addAll(List.of("--" + option, String.valueOf(value)));
        }
        return new ToolArguments(more, patience);
    }

    /// An option without a value.
    public ToolArguments with(String option) {
        List<String> more = new ArrayList<>(words);
        more.add("--" + option);
        return new ToolArguments(more, patience);
    }

    public ToolArguments server(int port) {
        return with("server", "127.0.0.1:" + port);
    }

    /// The processes whose CPU time is measured.
    public ToolArguments cpuOf(Collection<Long> pids) {
        return with("pid", pids.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    /// Measured for `seconds` after `warmup` seconds.
    public ToolArguments lasting(int warmup, int seconds) {
        return with("warmup", warmup)
                .with("seconds", seconds)
                .patient(Duration.ofSeconds(warmup + seconds));
    }

    /// May take so much longer.
    public ToolArguments patient(Duration longer) {
        return new ToolArguments(words, patience.plus(longer));
    }

    /// As a person would type it.
    public String line() {
        return "./5gmc load " + String.join(" ", words);
    }
}
