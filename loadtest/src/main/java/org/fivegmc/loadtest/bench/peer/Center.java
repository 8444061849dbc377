package org.fivegmc.loadtest.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.loadtest.bench.machine.Disk;
import org.fivegmc.loadtest.report.Memory;
import org.fivegmc.loadtest.bench.machine.Pauses;
import org.fivegmc.loadtest.bench.machine.Shell;
import org.fivegmc.loadtest.process.AdminClient;
import org.fivegmc.loadtest.process.Checkout;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.process.ServerCommand;
import tools.jackson.databind.json.JsonMapper;

/// The server of this source tree as a process: its own directory, free ports, its pauses logged.
/// Confined to one thread.
public final class Center implements AutoCloseable {
    /// What a start may take; far above any mark, so that a miss is measured and not given up on.
    private static final Duration START_TIME = Duration.ofMinutes(10);

    /// What a stop may take before it is a kill: more than the server's own `drain.timeout`.
    private static final Duration STOP_TIME = Duration.ofSeconds(90);

    private static final int READY_POLL_MILLIS = 20;
    private static final int SUCCESS = 2;
    private static final int CLASS = 100;

    private final CenterPlan plan;
    private final Path directory;
    private final int sipPort = Ports.free();
    private final int httpPort = Ports.free();
    private final CenterHttp http = new CenterHttp(httpPort);
    private ChildProcess process;
    private int starts;
    private long startedNanos;
    private double readySeconds;

    private Center(CenterPlan plan, Path directory) {
        this.plan = plan;
        this.directory = directory;
        this.process = launch();
    }

    /// Starts it in a directory of its own and waits until it is ready.
    public static Center start(CenterPlan plan, Path directory) {
        Center center = null;
        try {
            Files.createDirectories(directory);
            Files.writeString(CenterPlan.secret(directory), "bench");
            center = new Center(plan, directory);
            center.awaitReady();
            return center;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (RuntimeException failed) {
            if (center != null) {
                center.close();
            }
            throw failed;
        }
    }

    /// What starts it, as a person would type it at the root of the sources.
    public String commandLine() {
        String root = Checkout.locate().root() + "/";
        String options = String.join(" ", ServerCommand.jvmOptions()).replace(root, "");
        return "MC_JAVA_OPTS=\"%s\" %s"
                .formatted(
                        options,
                        String.join(
                                " ",
                                plan.cpus()
                                        .run(List.of("./5gmc", "run", "--config", "5gmc.yaml"))));
    }

    public int sipPort() {
        return sipPort;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /// From the start of the process until it said it was ready.
    public double readySeconds() {
        return readySeconds;
    }

    public boolean ready() {
        return http.ready();
    }

    /// Since the start of the process, which is what its log of pauses counts from.
    public double uptimeSeconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    /// Resident memory, 0 when it is gone.
    public long residentBytes() {
        return Memory.resident(pid()).orElse(0);
    }

    public long dataBytes() {
        return Disk.bytesBelow(CenterPlan.data(directory));
    }

    /// The pauses since its last start.
    public Pauses pauses() {
        return Pauses.read(pauseLog());
    }

    /// The sum of a metric over all lines that have all the labels, each as `name="value"`.
    public double metric(String name, String... labels) {
        return http.metrics().sum(name, labels);
    }

    /// Creates subscribers `+86138` and eight digits, from `first` on, all with one password.
    public void provision(int first, int count, String password) {
        try (AdminClient admin = new AdminClient(httpPort)) {
            for (int n = first; n < first + count; n++) {
                int status = admin.putSubscriber("+86138%08d".formatted(n), password, true);
                if (status / CLASS != SUCCESS) {
                    throw new IllegalStateException("a subscriber was refused: " + status);
                }
            }
        }
    }

    /// Creates a chatbot of a provider of its own.
    public void provisionChatbot(
            String address, String appId, String appKey, String signingToken, String callback) {
        try (AdminClient admin = new AdminClient(httpPort)) {
            expect(admin.put("/v1/csps/bench", "{}"));
            String chatbot =
                    """
                    {"csp": "bench", "appId": "%s", "appKey": "%s", "token": "%s", \
                    "callback": "%s"}\
                    """
                            .formatted(appId, appKey, signingToken, callback);
            expect(
                    admin.put(
                            "/v1/chatbots/" + URLEncoder.encode(address, StandardCharsets.UTF_8),
                            chatbot));
        }
    }

    /// Makes chatbots that can be found: `Shop 0` and so on.
    ///
    /// @return a token of a user who may look for them
    public String provisionDirectory(int chatbots) {
        try (AdminClient admin = new AdminClient(httpPort)) {
            expect(admin.put("/v1/csps/bench", "{}"));
            for (int i = 0; i < chatbots; i++) {
                String chatbot =
                        """
                        {"csp": "bench", "appId": "a", "appKey": "k", "profile": \
                        {"name": "Shop %d", "icon": "https://icons.example/%d.png"}}\
                        """
                                .formatted(i, i);
                String path = "/v1/chatbots/sip%3A" + (2_000_000 + i) + "%40botplatform.rcs.local";
                expect(admin.put(path, chatbot));
            }
            String number = "+8613800000000";
            expect(admin.putSubscriber(number, "secret", true));
            String made =
                    admin.post(
                            "/v1/subscribers/"
                                    + URLEncoder.encode(number, StandardCharsets.UTF_8)
                                    + "/token");
            return JsonMapper.shared().readTree(made).path("token").asString("");
        }
    }

    private static void expect(int status) {
        if (status / CLASS != SUCCESS) {
            throw new IllegalStateException("a chatbot was refused: " + status);
        }
    }

    /// Stands still until [#proceed()], so that it takes nothing from a peer under measurement.
    public void pause() {
        signal("STOP");
    }

    public void proceed() {
        signal("CONT");
    }

    /// Ends it in good order and starts it again on the same data.
    public void restart() {
        stop();
        startAgain();
    }

    /// Kills it (SIGKILL) and starts it again on the same data.
    public void crash() {
        process.kill();
        startAgain();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            proceed();
            process.close();
        }
        http.close();
    }

    private void stop() {
        signal("TERM");
        if (!process.awaitEnd(STOP_TIME)) {
            throw new IllegalStateException("the server did not end within " + STOP_TIME);
        }
    }

    private void startAgain() {
        process = launch();
        awaitReady();
    }

    private ChildProcess launch() {
        starts++;
        Path config = directory.resolve("5gmc.yaml");
        try {
            Files.writeString(config, plan.yaml(directory, sipPort, httpPort));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        List<String> server = ServerCommand.of(Checkout.locate()).withConfig(config);
        List<String> words = new ArrayList<>(server);
        words.add(1, Pauses.LOG_OPTION + pauseLog() + Pauses.LOG_DECORATION);
        startedNanos = System.nanoTime();
        return ChildProcess.start("server", plan.cpus().run(words), directory, _ -> {});
    }

    private Path pauseLog() {
        return directory.resolve("pauses-" + starts + ".log");
    }

    private void awaitReady() {
        long end = startedNanos + START_TIME.toNanos();
        while (!http.ready()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "the server does not start: " + String.join("\n", process.tail()));
            }
            Pause.millis(READY_POLL_MILLIS);
        }
        readySeconds = (System.nanoTime() - startedNanos) / 1e9;
    }

    private void signal(String name) {
        Shell.run(List.of("kill", "-" + name, Long.toString(pid())));
    }
}
