package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.fivegmc.loadtest.files.FileLoad;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The load tool for files against the packaged server: what it measures is what handsets do.
@Timeout(120)
class FileLoadIT {
    private static final int PORT = Ports.free();
    private static final int CONNECTIONS = 3;
    private static final long FIRST_USER = 100;

    /// Whoever guesses a password is locked out for a minute: these are not the others.
    private static final long FIRST_GUESSER = 200;

    @RegisterExtension
    static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_CONTENT_LISTEN=127.0.0.1:" + PORT, "MC_CONTENT_MIN_FREE_DISK=1MiB");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void users() {
        for (long user = 0; user < CONNECTIONS; user++) {
            SERVER.subscriber("+86138%08d".formatted(FIRST_USER + user));
            SERVER.subscriber("+86138%08d".formatted(FIRST_GUESSER + user));
        }
    }

    @Test
    void uploadsAreThereOctetForOctet() throws Exception {
        assertThat(play("upload", FIRST_USER, DemoPlan.PASSWORD)).as(this::text).isZero();
        assertThat(text()).containsPattern("clean +yes").containsPattern("checked +[1-9]");
    }

    @Test
    void downloadsAreWhatWasUploaded() throws Exception {
        assertThat(play("download", FIRST_USER, DemoPlan.PASSWORD)).as(this::text).isZero();
        assertThat(text()).containsPattern("clean +yes").containsPattern("checked +[1-9]");
    }

    @Test
    void aWrongPasswordMeasuresNothing() throws Exception {
        assertThat(play("upload", FIRST_GUESSER, "guessed")).isEqualTo(1);
        assertThat(text())
                .containsPattern("clean +no")
                .containsPattern("refused +[1-9]")
                .containsPattern("files +0");
    }

    private int play(String scenario, long firstUser, String password) throws Exception {
        return FileLoad.run(
                List.of(
                        scenario,
                        "--server",
                        "127.0.0.1:" + PORT,
                        "--first-user",
                        Long.toString(firstUser),
                        "--password",
                        password,
                        "--connections",
                        Integer.toString(CONNECTIONS),
                        "--size",
                        "300000",
                        "--files",
                        "4",
                        "--check",
                        "4",
                        "--most",
                        "64",
                        "--warmup",
                        "1",
                        "--seconds",
                        "2"),
                new PrintStream(printed));
    }

    private String text() {
        return printed.toString(UTF_8);
    }
}
