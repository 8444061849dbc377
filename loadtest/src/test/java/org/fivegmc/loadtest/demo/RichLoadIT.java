package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.rich.RichLoad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The play with everything a handset does, against the packaged server.
@Timeout(300)
class RichLoadIT {
    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void everyKindIsPlayedAndTheBooksAreClean() throws Exception {
        int status = play("--content", SERVER.uploads().getAuthority());
        assertThat(printed.toString(UTF_8))
                .containsPattern("textDelivered +[1-9]")
                .containsPattern("largeDelivered +[1-9]")
                .containsPattern("chatDelivered +[1-9]")
                .containsPattern("fileDelivered +[1-9]")
                .containsPattern("revokedAccepted +[1-9]")
                .containsPattern("revokedDelivered +0")
                .containsPattern("awayDelivered +[1-9]")
                .containsPattern("takenBack +[1-9]")
                .containsPattern("reported +[1-9]")
                .containsPattern("clean +yes");
        assertThat(status).as(() -> printed.toString(UTF_8)).isZero();
    }

    @Test
    void aKindThatCannotBePlayedIsNotClean() throws Exception {
        // nobody takes files there
        int status = play("--content", "127.0.0.1:" + Ports.free());
        assertThat(printed.toString(UTF_8))
                .containsPattern("notPlayed +1")
                .containsPattern("unanswered +[1-9]")
                .containsPattern("missing +0")
                .containsPattern("clean +no");
        assertThat(status).isEqualTo(1);
    }

    private int play(String... more) throws Exception {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "--server",
                                "127.0.0.1:" + SERVER.sipPort(),
                                "--admin",
                                Integer.toString(SERVER.httpPort()),
                                "--domain",
                                DemoPlan.DOMAIN,
                                "--pairs",
                                "4",
                                "--seconds",
                                "4"));
        args.addAll(List.of(more));
        return RichLoad.run(args, new PrintStream(printed, true, UTF_8));
    }
}
