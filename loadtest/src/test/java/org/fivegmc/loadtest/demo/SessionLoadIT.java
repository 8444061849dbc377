package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.fivegmc.loadtest.sessions.SessionLoad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The load tool for sessions against the packaged server.
@Timeout(60)
class SessionLoadIT {
    /// The users of the tool have no passwords.
    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer("MC_SIP_TRUSTED_PEERS=127.0.0.1", "MC_SUBSCRIBERS_UNKNOWN=accept");

    @Test
    void everyLargeMessageArrivesAndItsSessionsEnd() throws Exception {
        var printed = new ByteArrayOutputStream();
        int status =
                SessionLoad.run(
                        List.of(
                                "large",
                                "--server",
                                "127.0.0.1:" + SERVER.sipPort(),
                                "--domain",
                                DemoPlan.DOMAIN,
                                "--chats",
                                "8",
                                "--window",
                                "4",
                                "--connections",
                                "2",
                                "--message",
                                "40000",
                                "--warmup",
                                "0",
                                "--seconds",
                                "2"),
                        new PrintStream(printed));
        String text = printed.toString(UTF_8);
        assertThat(text)
                .containsPattern("clean +yes")
                .containsPattern("delivered +[1-9]")
                .containsPattern("setUp +[1-9]");
        assertThat(status).as(text).isZero();
    }
}
