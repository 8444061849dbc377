package org.fivegmc.loadtest.handset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Session-Expires as a handset asks for it and answers it (RFC 4028). Refreshes that the handset
/// owes are sent when it is told to ([ChatSession#refresh]) and not by themselves.
final class SessionTimer {
    /// The least interval anybody may ask for.
    static final long MIN_SECONDS = 90;

    private static final String NAME = "Session-Expires";

    private SessionTimer() {}

    /// We want to refresh it ourselves.
    static List<String> ask(Duration interval, String minSe) {
        return ask(interval, "uac", minSe);
    }

    /// @param refresher `uac` or `uas`
    static List<String> ask(Duration interval, String refresher, String minSe) {
        List<String> lines = new ArrayList<>();
        lines.add("Supported: timer");
        lines.add(NAME + ": " + interval.toSeconds() + ";refresher=" + refresher);
        if (!minSe.isEmpty()) {
            lines.add("Min-SE: " + minSe);
        }
        return lines;
    }

    /// Header lines of the 200 to an INVITE or UPDATE; nothing when the interval asked for is too
    /// small, and 422 is the answer.
    static Optional<List<String>> answer(Incoming request) {
        String asked = request.header(NAME);
        if (asked.isEmpty()) {
            return Optional.of(List.of());
        }
        long seconds = seconds(asked);
        if (seconds < MIN_SECONDS) {
            return Optional.empty();
        }
        boolean supported =
                Headers.all(request.request(), "Supported").stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("timer"));
        boolean byThem = supported && !asked.contains("refresher=uas");
        List<String> lines = new ArrayList<>();
        lines.add("%s: %d;refresher=%s".formatted(NAME, seconds, byThem ? "uac" : "uas"));
        if (byThem) {
            lines.add("Require: timer");
        }
        return Optional.of(lines);
    }

    /// The number a value begins with, 0 when it begins with none.
    static long seconds(String value) {
        String digits = value.replaceAll("[^0-9].*", "");
        return digits.isEmpty() || digits.length() > 9 ? 0 : Long.parseLong(digits);
    }
}
