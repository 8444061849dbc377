package org.fivegmc.loadtest.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A process with its descendants: its lines are read, its last ones kept, and it is ended as a
/// whole, be it a shell script around a JVM or the JVM itself. Threads: any.
public final class ChildProcess implements AutoCloseable {
    /// How many of the last lines are kept to explain a death.
    public static final int MAX_TAIL = 40;

    /// How long a process may take to end by itself before it is killed.
    public static final Duration GRACE = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Thread endOfJvm = new Thread(this::kill, "end-child");

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /// `onOutput` gets every line of standard output, on a thread of its own.
    public static ChildProcess start(
            String name, List<String> command, Path directory, Consumer<String> onOutput) {
        return start(name, command, directory, onOutput, _ -> {});
    }

    /// The same with the lines of standard error.
    public static ChildProcess start(
            String name,
            List<String> command,
            Path directory,
            Consumer<String> onOutput,
            Consumer<String> onError) {
        try {
            Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
            ChildProcess child = new ChildProcess(name, process);
            child.pump("out", process.getInputStream(), onOutput);
            child.pump("err", process.getErrorStream(), onError);
            Runtime.getRuntime().addShutdownHook(child.endOfJvm);
            return child;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + name + ": " + command, failed);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /// The process and its descendants, as they are now.
    public List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /// Writes a line to the standard input of the process.
    public void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(name + " does not listen", gone);
        }
    }

    /// SIGKILL to the process and all its descendants; returns when they are gone.
    public void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        descendants.forEach(handle -> handle.onExit().join());
        awaitEnd(GRACE);
    }

    /// Asks it to end (SIGTERM), then kills what is left.
    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        descendants.forEach(ProcessHandle::destroy);
        if (!awaitEnd(GRACE)) {
            process.destroyForcibly();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        try {
            Runtime.getRuntime().removeShutdownHook(endOfJvm);
        } catch (IllegalStateException _) {
            // The JVM is ending already and the hook runs.
        }
    }

    /// Whether it ended within `patience`.
    public boolean awaitEnd(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /// The exit status of a process that has ended.
    public int exitStatus() {
        return process.exitValue();
    }

    /// The last lines it wrote on either stream.
    public List<String> tail() {
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }

    /// On threads of their own: to read a pipe is to hold the carrier of a virtual thread, and two
    /// silent streams would hold both of a machine with two processors.
    private void pump(String stream, InputStream input, Consumer<String> onLine) {
        Thread.ofPlatform().daemon().name(name + "-" + stream).start(() -> read(input, onLine));
    }

    private void read(InputStream input, Consumer<String> onLine) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(input, UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                synchronized (tail) {
                    if (tail.size() == MAX_TAIL) {
                        tail.removeFirst();
                    }
                    tail.addLast(line);
                }
                onLine.accept(line);
            }
        } catch (IOException _) {
            // The stream ends with the process.
        }
    }
}
