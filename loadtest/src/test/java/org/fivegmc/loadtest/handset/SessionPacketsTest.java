package org.fivegmc.loadtest.handset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.fivegmc.loadtest.capture.Capture;
import org.fivegmc.loadtest.capture.Capturing;
import org.fivegmc.loadtest.capture.Dissection;
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What tshark, a foreign judge, makes of a chat and of a large message between two handsets.
@Timeout(60)
class SessionPacketsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void noPacketIsMalformed(@TempDir Path directory) {
        Capturing.assumePossible();
        Path file = directory.resolve("sessions.pcapng");
        try (Pair pair = Pair.over(Profile.Transport.TCP)) {
            try (Capture _ = capture(file, pair)) {
                talk(pair);
            }
        }
        Dissection dissection = new Dissection(file);
        assertThat(dissection.lines("_ws.malformed || _ws.expert.severity == \"Error\"")).isEmpty();
        assertThat(dissection.values("sip.Method", "sip.Request-Line"))
                .contains("INVITE", "ACK", "UPDATE", "BYE", "MESSAGE");
        assertThat(dissection.values("sdp.media", "sdp"))
                .contains("message 9 TCP/MSRP *")
                .anyMatch(media -> !media.startsWith("message 9 "));
        assertThat(dissection.values("msrp.method", "msrp")).contains("SEND");
        assertThat(dissection.values("msrp.status.code", "msrp")).containsExactly("200");
    }

    private static Capture capture(Path file, Pair pair) {
        return Capture.start(
                file,
                pair.a.local().getPort(),
                pair.b.local().getPort(),
                pair.b.msrpAddress(false).getPort());
    }

    private static void talk(Pair pair) {
        ChatSession chat = pair.a.openChat(Pair.B).chat();
        Set<Disposition> delivery = EnumSet.of(Disposition.POSITIVE_DELIVERY);
        assertThat(chat.sendText("hello", delivery).status()).isEqualTo(200);
        assertThat(chat.isComposing(true)).isEqualTo(200);
        assertThat(chat.refresh().status()).isEqualTo(200);
        assertThat(pair.a.reports().await(1, _ -> true, PATIENCE)).hasSize(1);
        assertThat(chat.bye()).isEqualTo(200);
        LargeSent sent =
                pair.a.sendLarge(
                        Pair.B,
                        Content.madeUp(100_000, 1),
                        "application/octet-stream",
                        delivery,
                        ChatOptions.DEFAULT);
        assertThat(sent.accepted()).isTrue();
        assertThat(pair.a.reports().await(2, _ -> true, PATIENCE)).hasSize(2);
    }
}
