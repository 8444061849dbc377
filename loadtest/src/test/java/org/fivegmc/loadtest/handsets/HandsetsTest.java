package org.fivegmc.loadtest.handsets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.loadtest.StubServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against a server that keeps everything in memory, and now and then forgets something.
@Timeout(60)
class HandsetsTest {
    @TempDir private Path directory;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void aTalkThatIsCompleteIsClean() throws Exception {
        try (StubServer server = new StubServer(0, "")) {
            assertThat(run(server, "talk", "--rate", "20")).as(printed::toString).isZero();
        }
        JsonNode result = result();
        assertThat(result.path("ledgerAccepted").asLong()).isPositive();
        assertThat(result.path("ledgerDelivered").asLong())
                .isEqualTo(result.path("ledgerAccepted").asLong());
        assertThat(result.path("ledgerReports").asLong())
                .isEqualTo(2 * result.path("ledgerAccepted").asLong());
        assertThat(result.path("scenario").asString()).isEqualTo("talk");
        assertThat(result.has("p99Us")).isTrue();
        assertThat(result.has("displayedP99Us")).isTrue();
    }

    @Test
    void aServerThatForgetsIsFoundOut() throws Exception {
        try (StubServer server = new StubServer(0, "", 5)) {
            assertThat(run(server, "talk", "--rate", "20", "--reports", "none"))
                    .as(printed::toString)
                    .isEqualTo(1);
        }
        assertThat(result().path("missing").asLong()).isPositive();
        assertThat(result().path("clean").asString()).isEqualTo("no");
    }

    @Test
    void aForgottenReportIsFoundOut() throws Exception {
        // Of each three the second is a report on the first.
        try (StubServer server = new StubServer(0, "", 2)) {
            assertThat(run(server, "talk", "--window", "1")).as(printed::toString).isEqualTo(1);
        }
        assertThat(result().path("missing").asLong() + result().path("missingReports").asLong())
                .isPositive();
    }

    @Test
    void passwordsAreAskedForAndGiven() throws Exception {
        try (StubServer server = new StubServer(0, "stub")) {
            assertThat(run(server, "talk", "--rate", "10", "--password", "secret"))
                    .as(printed::toString)
                    .isZero();
            assertThat(server.requests()).anyMatch(text -> text.contains("response=\""));
        }
    }

    @Test
    void withoutAPasswordAChallengeIsFinal() throws Exception {
        try (StubServer server = new StubServer(0, "stub")) {
            assertThat(run(server, "talk")).isEqualTo(1);
        }
        assertThat(result().path("registrationsFailed").asLong()).isPositive();
    }

    @Test
    void whatIsStoredIsDrained() throws Exception {
        try (StubServer server = new StubServer(0, "")) {
            assertThat(
                            run(
                                    server,
                                    "drain",
                                    "--recipients",
                                    "6",
                                    "--each",
                                    "2",
                                    "--senders",
                                    "2",
                                    "--register-rate",
                                    "10"))
                    .as(printed::toString)
                    .isZero();
        }
        assertThat(result().path("delivered").asLong()).isEqualTo(12);
        assertThat(result().path("registered").asLong()).isEqualTo(6);
        assertThat(result().has("keepsPace")).isTrue();
    }

    @Test
    void devicesRegisterWhileOthersTalk() throws Exception {
        try (StubServer server = new StubServer(0, "")) {
            assertThat(
                            run(
                                    server,
                                    "storm",
                                    "--rate",
                                    "10",
                                    "--devices",
                                    "50",
                                    "--register-rate",
                                    "100"))
                    .as(printed::toString)
                    .isZero();
        }
        assertThat(result().path("registered").asLong()).isEqualTo(50);
        assertThat(result().path("registerRate").asDouble()).isBetween(10.0, 120.0);
    }

    @Test
    void optionsSayWhatIsWrong() throws Exception {
        assertWrong("which scenario?");
        assertWrong("no such scenario: dance", "dance");
        assertWrong("not both", "talk", "--rate", "1", "--window", "1");
        assertWrong("--each must be a whole number from 1 to 64", "drain", "--each", "65");
        assertWrong("--transport must be one of", "talk", "--transport", "sctp");
        assertWrong(
                "share them (--sockets)", "talk", "--transport", "tcp", "--handsets", "40000000");
        assertWrong("--sockets must be at least 1", "talk", "--sockets", "0");
        assertWrong("the numbers do not suffice", "talk", "--first-user", "99999999");
        assertThat(Handsets.run(List.of("dance"), new PrintStream(printed, true, UTF_8)))
                .isEqualTo(2);
        assertThat(printed.toString(UTF_8)).contains("usage: ./5gmc load handsets");
    }

    private static void assertWrong(String what, String... args) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandsetOptions.parse(List.of(args)))
                .withMessageContaining(what);
    }

    private int run(StubServer server, String scenario, String... more) throws Exception {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                scenario,
                                "--server",
                                "127.0.0.1:" + server.address().getPort(),
                                "--handsets",
                                "4",
                                "--seconds",
                                "1",
                                "--warmup",
                                "0",
                                "--settle",
                                "3",
                                "--json",
                                json().toString()));
        args.addAll(List.of(more));
        return Handsets.run(args, new PrintStream(printed, true, UTF_8));
    }

    private JsonNode result() throws Exception {
        return JsonMapper.builder().build().readTree(Files.readString(json()));
    }

    private Path json() {
        return directory.resolve("result.json");
    }
}
