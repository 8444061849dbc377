package org.fivegmc.loadtest.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fivegmc.loadtest.observe.Timeline;

/// Prints the timeline as it grows, and the verdicts; colour only on a terminal. Threads: any.
final class Printer {
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final boolean colour;
    private final Instant start = Instant.now();
    private final List<String> missing = new ArrayList<>();
    private boolean finished;

    Printer(PrintStream out) {
        this.out = out;
        this.colour = Stream.ofNullable(System.console()).anyMatch(Console::isTerminal);
    }

    synchronized void line(Timeline.Entry entry) {
        String arrow =
                switch (entry.direction()) {
                    case OUT -> "-->";
                    case IN -> "<--";
                    case NOTE -> " . ";
                };
        String offset = seconds(Duration.between(start, entry.at()));
        print(
                colourOf(entry.actor()),
                "%9s  %-6s %s  %s".formatted(offset, entry.actor(), arrow, entry.what()));
    }

    synchronized void heading(String text) {
        print("1", "\n" + text);
    }

    /// Prints what was expected and whether it was seen; what was not is kept for the end.
    synchronized boolean expect(String what, boolean seen) {
        print(seen ? "32" : "31", "%9s  %s".formatted(seen ? "ok" : "MISSING", what));
        if (!seen) {
            missing.add(what);
        }
        return seen;
    }

    synchronized List<String> missing() {
        return List.copyOf(missing);
    }

    /// The last scene is over: without this, an empty list of missing things proves nothing.
    synchronized void finish() {
        finished = true;
    }

    synchronized boolean finished() {
        return finished;
    }

    synchronized void plain(String text) {
        out.println(text);
    }

    private void print(String code, String text) {
        out.println(colour ? "\u001b[" + code + "m" + text + RESET : text);
    }

    private static String colourOf(String actor) {
        return switch (actor) {
            case "A" -> "36";
            case "B" -> "35";
            case "SMSC" -> "33";
            default -> "0";
        };
    }

    private static String seconds(Duration since) {
        return "+%.3f".formatted(since.toMillis() / 1000.0);
    }
}
