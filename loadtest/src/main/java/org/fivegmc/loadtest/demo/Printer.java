package org.fivegmc.loadtest.demo;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fivegmc.loadtest.observe.Timeline;

/// Prints the timeline as it grows, and the verdicts; colour only on a terminal. Threads: any.
final class Printer {
    private static final String RESET = "\u001b[0m";

    private static final Map<String, String> NAMES =
            Map.of(DemoPlan.A, "A", DemoPlan.B, "B", DemoPlan.C, "C");

    private final PrintStream out;
    private final boolean colour;
    private final Instant start = Instant.now();
    private final List<String> missing = new ArrayList<>();
    private boolean finished;

    Printer(PrintStream out) {
        this.out = out;
        this.colour =
                System.getenv("NO_COLOR") == null
                        && Stream.ofNullable(System.console()).anyMatch(Console::isTerminal);
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
                "%9s  %-6s %s  %s".formatted(offset, entry.actor(), arrow, named(entry.what())));
    }

    /// Who takes part, and how to read the lines that follow.
    synchronized void legend(DemoPlan plan, DemoOptions.Play play) {
        if (play == DemoOptions.Play.A2P) {
            legendOfChatbots(plan);
            return;
        }
        plain(
                """
                A     %s, an RCS handset, on TCP
                B     %s, an RCS handset, on UDP
                B2    another one of the same user, on TCP
                C     %s, a phone without RCS
                X     somebody who claims to be B
                5GMC  the server, a process of its own: SIP on 127.0.0.1:%d, HTTP on 127.0.0.1:%d
                SMSC  a short message center, a process of its own: SMPP on 127.0.0.1:%d

                Times are in seconds. The one who is named sends (-->) or receives (<--). What is
                expected is "ok" or "MISSING", checked where its effect must show.\
                """
                        .formatted(
                                DemoPlan.A,
                                DemoPlan.B,
                                DemoPlan.C,
                                plan.sipPort(),
                                plan.httpPort(),
                                plan.smscPort()));
    }

    private void legendOfChatbots(DemoPlan plan) {
        plain(
                """
                BOT   a chatbot: an HTTP client, and an HTTP server as its webhook
                A     %s, an RCS handset
                B     %s, an RCS handset that is away at first
                C     %s, a phone without RCS
                5GMC  the server, a process of its own: SIP on 127.0.0.1:%d, chatbots on 127.0.0.1:%d
                SMSC  a short message center, a process of its own: SMPP on 127.0.0.1:%d

                Times are in seconds. The one who is named sends (-->) or receives (<--). What is
                expected is "ok" or "MISSING", checked where its effect must show.\
                """
                        .formatted(
                                DemoPlan.A,
                                DemoPlan.B,
                                DemoPlan.C,
                                plan.sipPort(),
                                plan.chatbotPort(),
                                plan.smscPort()));
    }

    /// Where the packets are, and how to look at them.
    synchronized void captured(Path file) {
        plain("\nPackets: wireshark -X lua_script:loadtest/capture/cpim.lua " + file);
    }

    synchronized void heading(String text) {
        print("1", "\n" + text);
    }

    /// Prints what was expected and whether it was seen; what was not is kept for the end.
    synchronized boolean expect(String what, boolean seen) {
        print(seen ? "32" : "31", "%9s  %s".formatted(seen ? "ok" : "MISSING", named(what)));
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
            case "B", "B2" -> "35";
            case "SMSC" -> "33";
            default -> "0";
        };
    }

    // Letters instead of numbers and addresses: the legend says whose they are.
    private static String named(String text) {
        String named = text;
        for (Map.Entry<String, String> user : NAMES.entrySet()) {
            named =
                    named.replace("sip:" + user.getKey() + "@" + DemoPlan.DOMAIN, user.getValue())
                            .replace(user.getKey(), user.getValue())
                            .replace(user.getKey().substring(1), user.getValue());
        }
        return named;
    }

    private static String seconds(Duration since) {
        return "+%.3f".formatted(since.toMillis() / 1000.0);
    }
}
