package org.fivegmc.loadtest.smsc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.ChildProcess;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The SMSC of `loadtest/smsc`, a Node.js process, with its events. Threads: any.
public final class SmscProcess implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofSeconds(20);
    private static final Duration INSTALL_TIME = Duration.ofMinutes(2);
    private static final int SHOWN = 40;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ChildProcess process;
    private final Observed<SmscEvent> events;
    private final int port;

    private SmscProcess(ChildProcess process, Observed<SmscEvent> events, int port) {
        this.process = process;
        this.events = events;
        this.port = port;
    }

    /// Starts it on a free port with further `options` (`--receipt-delay`, `100`, ...); installs
    /// its packages before the first run.
    public static SmscProcess start(Path directory, Timeline timeline, List<String> options) {
        if (!Files.isDirectory(directory.resolve("node_modules"))) {
            install(directory);
        }
        Observed<SmscEvent> events = new Observed<>();
        List<String> command = new ArrayList<>(List.of("node", "smsc.js"));
        command.addAll(options);
        ChildProcess process =
                ChildProcess.start(
                        "smsc", command, directory, line -> read(line, events, timeline));
        List<SmscEvent> listening =
                events.await(1, event -> event.name().equals("listening"), START_TIME);
        if (listening.isEmpty()) {
            process.close();
            throw new IllegalStateException("the SMSC did not start: " + process.tail());
        }
        return new SmscProcess(process, events, listening.getFirst().number("port"));
    }

    public int port() {
        return port;
    }

    public Observed<SmscEvent> events() {
        return events;
    }

    /// Submissions wait unanswered until [#resume].
    public void pause() {
        process.tell("pause");
    }

    public void resume() {
        process.tell("resume");
    }

    /// A message of a handset, over any link; its parts are answered one by one (`mo-answered`), or
    /// there was no link (`mo-unsent`).
    public void fromHandset(String from, String to, String text) {
        process.tell("mo " + from + " " + to + " " + text);
    }

    /// Closes every connection.
    public void drop() {
        process.tell("drop");
    }

    @Override
    public void close() {
        process.close();
    }

    private static void install(Path directory) {
        List<String> command = List.of("npm", "ci", "--no-audit", "--no-fund");
        try (ChildProcess npm = ChildProcess.start("npm", command, directory, _ -> {})) {
            if (!npm.awaitEnd(INSTALL_TIME) || npm.exitStatus() != 0) {
                throw new IllegalStateException("npm ci failed: " + npm.tail());
            }
        }
    }

    private static void read(String line, Observed<SmscEvent> events, Timeline timeline) {
        try {
            JsonNode fields = JSON.readTree(line);
            SmscEvent event = new SmscEvent(fields.path("event").asString(""), fields);
            events.add(event);
            describe(event, timeline);
        } catch (JacksonException _) {
            timeline.note("SMSC", line);
        }
    }

    private static String shorten(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...";
    }

    private static void describe(SmscEvent event, Timeline timeline) {
        switch (event.name()) {
            case "submit" ->
                    timeline.in(
                            "SMSC",
                            "submit_sm %s part %d/%d"
                                    .formatted(
                                            event.text("messageId"),
                                            event.number("part"),
                                            event.number("parts")));
            case "message" ->
                    timeline.in(
                            "SMSC",
                            "the whole SMS to %s \"%s\""
                                    .formatted(event.text("to"), shorten(event.text("text"))));
            case "receipt" ->
                    timeline.out(
                            "SMSC",
                            "deliver_sm receipt %s %s"
                                    .formatted(event.text("messageId"), event.text("state")));
            case "bind" -> timeline.in("SMSC", event.text("mode") + " " + event.text("systemId"));
            default -> {}
        }
    }
}
