package org.fivegmc.loadtest.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.loadtest.StubServer;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Real sockets, against a server that is a thread of this JVM.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class RawLoadTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path directory;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private int answer;
    private Path json;

    @BeforeEach
    void chooseAPort() {
        answer = Ports.free();
        json = directory.resolve("result.json");
    }

    @Test
    void messagesToRegisteredUsersArriveOnceEach() throws Exception {
        try (StubServer server = new StubServer(0, "")) {
            assertThat(
                            load(
                                    server,
                                    "--method register --order sequential --users 20 --messages 20"))
                    .as(this::printed)
                    .isZero();
            JsonNode registered = result();
            assertThat(registered.get("accepted").asInt()).isEqualTo(20);
            assertThat(registered.get("scenario").asString()).isEqualTo("register");
            assertThat(server.requests().stream().filter(r -> r.startsWith("REGISTER")).count())
                    .isGreaterThanOrEqualTo(20);

            assertThat(load(server, "--users 20 --messages 200 --window 8"))
                    .as(this::printed)
                    .isZero();
            JsonNode result = result();
            assertThat(result.get("tool").asString()).isEqualTo("raw");
            assertThat(result.get("offered").asInt()).isEqualTo(200);
            assertThat(result.get("accepted").asInt()).isEqualTo(200);
            assertThat(result.get("delivered").asInt()).isEqualTo(200);
            assertThat(result.get("missing").asInt()).isZero();
            assertThat(result.get("duplicates").asInt()).isZero();
            assertThat(result.get("rate").asDouble()).isPositive();
            assertThat(result.get("p50Us").asDouble()).isPositive();
            assertThat(result.get("p50Us").asDouble())
                    .isLessThanOrEqualTo(result.get("maxUs").asDouble());
            assertThat(result.get("cpuSeconds").asDouble()).isNotNegative();
        }
    }

    @Test
    void whatIsAcceptedAndNeverArrivesIsMissing() throws Exception {
        try (StubServer server = new StubServer(0, "")) {
            assertThat(load(server, "--users 20 --messages 50 --settle 0.2")).isEqualTo(1);
            assertThat(result().get("accepted").asInt()).isEqualTo(50);
            assertThat(result().get("delivered").asInt()).isZero();
            assertThat(result().get("missing").asInt()).isEqualTo(50);
            assertThat(printed()).endsWith("NOT CLEAN\n");
        }
    }

    @Test
    void theOpenLoopOffersWhatTheRateSays() throws Exception {
        try (StubServer server = new StubServer(0, "")) {
            assertThat(load(server, "--method options --rate 200 --seconds 1.5 --warmup 0.5"))
                    .as(this::printed)
                    .isZero();
            assertThat(result().get("offered").asInt()).isEqualTo(300);
            assertThat(result().get("warmupOffered").asInt()).isEqualTo(100);
            assertThat(result().get("unsent").asInt()).isZero();
        }
    }

    @Test
    void aChallengeIsAnswered() throws Exception {
        try (StubServer server = new StubServer(0, "rcs.local")) {
            String register = "--method register --order sequential --users 10 --messages 10";
            assertThat(load(server, register + " --password secret")).as(this::printed).isZero();
            assertThat(result().get("accepted").asInt()).isEqualTo(10);
            assertThat(result().get("challenged").asInt()).isEqualTo(10);
            assertThat(server.requests().getLast()).contains("algorithm=SHA-256");

            assertThat(load(server, register)).isEqualTo(1);
            assertThat(result().get("failed").asInt()).isEqualTo(10);
        }
    }

    @Test
    void whatIsNotUnderstoodSaysSo() {
        assertThat(RawLoad.run(List.of("--window", "0"), out())).isEqualTo(2);
        assertThat(printed()).contains("--window must be").contains("usage: ./5gmc load raw");
    }

    @Test
    void aPortThatIsTakenIsTold() throws Exception {
        try (StubServer server = new StubServer(0, "")) {
            answer = server.address().getPort();
            assertThat(load(server, "--messages 1")).isEqualTo(1);
            assertThat(printed()).contains("the address is in use");
        }
    }

    private int load(StubServer server, String options) {
        printed.reset();
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "--server", "127.0.0.1:" + server.address().getPort(),
                                "--answer", Integer.toString(answer),
                                "--pid", Long.toString(ProcessHandle.current().pid()),
                                "--json", json.toString()));
        args.addAll(List.of(options.split(" ", -1)));
        return RawLoad.run(args, out());
    }

    private PrintStream out() {
        return new PrintStream(printed, true, UTF_8);
    }

    private String printed() {
        return printed.toString(UTF_8);
    }

    private JsonNode result() {
        return JSON.readTree(json);
    }
}
