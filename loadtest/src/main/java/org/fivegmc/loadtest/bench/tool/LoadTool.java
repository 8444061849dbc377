package org.fivegmc.loadtest.bench.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.process.ChildProcess;

/// A load tool at work: `./5gmc load ...` as a process, on the JVM and the class path of this one.
public final class LoadTool implements AutoCloseable {
    /// The class behind `./5gmc load`.
    private static final String MAIN = "org.fivegmc.loadtest.Load";

    private static final int USAGE = 2;

    private final ToolArguments arguments;
    private final ChildProcess process;
    private final Path json;

    private LoadTool(ToolArguments arguments, ChildProcess process, Path json) {
        this.arguments = arguments;
        this.process = process;
        this.json = json;
    }

    /// @param directory where its result file is made
    /// @param onLine gets what it prints
    public static LoadTool start(
            ToolArguments arguments, Cpus cpus, Path directory, Consumer<String> onLine) {
        try {
            Path json = Files.createTempFile(directory, "load", ".json");
            List<String> words = new ArrayList<>();
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.add("--enable-native-access=ALL-UNNAMED");
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
            words.addAll(arguments.words());
            words.addAll(List.of("--json", json.toString()));
            return new LoadTool(
                    arguments,
                    ChildProcess.start("load", cpus.run(words), directory, onLine),
                    json);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean running() {
        return process.isAlive();
    }

    /// Waits for its end. Throws [IllegalStateException] when it takes longer than it may, when the
    /// arguments were wrong, or when it left no result.
    public ToolResult await() {
        Duration patience = arguments.patience();
        if (!process.awaitEnd(patience)) {
            process.kill();
            throw failure("did not end within " + patience);
        }
        int status = process.exitStatus();
        try {
            String text = Files.readString(json);
            if (status == USAGE || text.isBlank()) {
                throw failure("ended with " + status);
            }
            return ToolResult.parse(status, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Asks it to end (SIGTERM) and takes what it has.
    public ToolResult stop() {
        process.close();
        return await();
    }

    /// Ends it if it still runs, and removes its result file.
    @Override
    public void close() {
        process.close();
        try {
            Files.deleteIfExists(json);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private IllegalStateException failure(String what) {
        return new IllegalStateException(
                "%s %s: %s".formatted(arguments.line(), what, String.join("\n", process.tail())));
    }
}
