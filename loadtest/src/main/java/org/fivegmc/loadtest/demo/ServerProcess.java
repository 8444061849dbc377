package org.fivegmc.loadtest.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.process.ServerCommand;

/// The server under demonstration: started, killed and started again on the same data.
final class ServerProcess implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofMinutes(1);

    private final ServerCommand command;
    private final DemoPlan plan;
    private final Timeline timeline;
    private ChildProcess process;

    private ServerProcess(
            ServerCommand command, DemoPlan plan, Timeline timeline, ChildProcess process) {
        this.command = command;
        this.plan = plan;
        this.timeline = timeline;
        this.process = process;
    }

    static ServerProcess start(ServerCommand command, DemoPlan plan, Timeline timeline) {
        return new ServerProcess(command, plan, timeline, launch(command, plan, timeline));
    }

    /// SIGKILL: no chance to write anything more.
    void kill() {
        process.kill();
        timeline.note("5GMC", "killed (SIGKILL)");
    }

    void restart() {
        close();
        process = launch(command, plan, timeline);
    }

    /// Whether it listens for SIP and HTTP.
    boolean awaitReady() {
        boolean ready =
                Ports.awaitTcp(plan.httpPort(), process, START_TIME)
                        && Ports.awaitTcp(plan.sipPort(), process, START_TIME);
        timeline.note("5GMC", ready ? "ready" : "not ready");
        return ready;
    }

    List<String> tail() {
        return process.tail();
    }

    @Override
    public void close() {
        process.close();
    }

    private static ChildProcess launch(ServerCommand command, DemoPlan plan, Timeline timeline) {
        plan.write();
        timeline.note("5GMC", "starting");
        return ChildProcess.start(
                "5gmc", command.withConfig(plan.config()), Path.of("").toAbsolutePath(), _ -> {});
    }
}
