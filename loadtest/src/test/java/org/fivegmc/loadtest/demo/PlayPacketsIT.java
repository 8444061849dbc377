package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.HOUR;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.register;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.capture.Capture;
import org.fivegmc.loadtest.capture.Capturing;
import org.fivegmc.loadtest.capture.Dissection;
import org.fivegmc.loadtest.handset.Answering;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedRevocation;
import org.fivegmc.loadtest.handset.Secret;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.UploadedFile;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What tshark, a foreign judge, makes of all that a message may meet: several devices, over UDP
/// and TCP; every mode, and files; recipients that come later; messages that are taken back;
/// devices that refuse; sessions that are refreshed and moved. Of what handsets rarely do see
/// [ServerPacketsIT].
@Timeout(240)
class PlayPacketsIT {
    private static final String BINARY = "application/octet-stream";

    /// Text, since tshark takes what looks like a type of its own for one.
    private static final byte[] LONG_TEXT = "0123456789".repeat(3_000).getBytes(UTF_8);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer("MC_MSRP_MAX_MESSAGE_SIZE=64KiB");

    @Test
    void noPacketIsMalformed(@TempDir Path directory) throws Exception {
        Capturing.assumePossible();
        Path file = directory.resolve("play.pcapng");
        Handset a = SERVER.registered("A", SERVER.user());
        String to = SERVER.user();
        Handset listens = SERVER.handset("L", to);
        listens.answerLike(ChatOptions.DEFAULT.with(ChatOptions.Setup.PASSIVE));
        int[] ofTheHandset = {
            listens.local().getPort(), listens.msrpAddress(false).getPort(),
        };
        try (Capture _ = SERVER.capture(file, ofTheHandset)) {
            severalDevices(a);
            sessionsOfTwoDevices(a, to, listens);
            later(a);
            refused(a);
            rest(a);
        }
        judge(new Dissection(file));
    }

    private static void judge(Dissection dissection) {
        assertThat(dissection.lines("_ws.malformed || _ws.expert.severity == \"Error\"")).isEmpty();
        String ofTheServer =
                " && (udp.srcport == %1$d || tcp.srcport == %1$d)".formatted(SERVER.sipPort());
        // but for the answer to a keep-alive, and what TCP says twice
        String unseen =
                "tcp.len > 2 && !sip && !tcp.reassembled_in && !tcp.analysis.retransmission";
        assertThat(dissection.lines(unseen + ofTheServer))
                .as("what is not seen as SIP is not judged")
                .isEmpty();
        assertThat(dissection.values("sip.Method", "sip.Request-Line"))
                .contains("REGISTER", "OPTIONS", "MESSAGE", "INVITE", "ACK", "UPDATE", "BYE");
        assertThat(dissection.values("sip.Method", "sip.Request-Line" + ofTheServer))
                .contains("MESSAGE", "INVITE", "ACK", "BYE");
        assertThat(dissection.values("sip.Status-Code", "sip.Status-Line" + ofTheServer))
                .contains("200", "202", "401", "403", "413", "422");
        assertThat(dissection.values("sip.Status-Code", "sip.Status-Line"))
                .contains("480", "486", "488");
        assertThat(dissection.lines("udp && sip.Method == \"MESSAGE\"" + ofTheServer)).isNotEmpty();
        assertThat(dissection.values("sdp.media", "sdp"))
                .isNotEmpty()
                .allMatch(media -> media.matches("message [0-9]+ TCP/MSRP \\*"));
        assertThat(dissection.values("msrp.method", "msrp")).contains("SEND");
        assertThat(dissection.values("msrp.status.code", "msrp")).contains("200", "413");
        assertThat(dissection.values("cpim.content_type", "cpim"))
                .contains(
                        "message/imdn+xml",
                        "application/vnd.gsma.rcs-ft-http+xml",
                        "application/vnd.gsma.rcspushlocation+xml");
    }

    private static List<ReceivedMessage> came(Handset handset, int count) {
        List<ReceivedMessage> messages = handset.messages().await(count, _ -> true, PATIENCE);
        assertThat(messages).hasSize(count);
        return messages;
    }

    // ---- scenes

    private static void severalDevices(Handset a) {
        String to = SERVER.user();
        List<Handset> devices =
                List.of(
                        SERVER.handset("U", to, Profile.Transport.UDP, EnumSet.of(Feature.PAGER)),
                        SERVER.handset("T", to, Profile.Transport.TCP, EnumSet.of(Feature.PAGER)));
        devices.forEach(PackagedServer::register);
        assertThat(a.sendText(to, "Hello 你好", ALL).status()).isEqualTo(202);
        devices.forEach(device -> came(device, 1));
        assertThat(devices.getFirst().display(came(devices.getFirst(), 1).getFirst()))
                .isBetween(200, 202);
        assertThat(a.reports().await(2, _ -> true, PATIENCE)).hasSize(2);
    }

    /// One of them has the server connect to it.
    private static void sessionsOfTwoDevices(Handset a, String to, Handset listens)
            throws Exception {
        register(listens);
        Handset connects = SERVER.registered("C", to);
        assertThat(a.sendLarge(to, LONG_TEXT, "text/plain", ALL).accepted()).isTrue();
        came(listens, 1);
        came(connects, 1);
        ChatSession chat =
                a.openChat(to, ChatOptions.DEFAULT.withSessionExpires(Duration.ofMinutes(1)))
                        .chat(); // 422, and again
        assertThat(chat.sendText("in a chat", ALL).status()).isEqualTo(200);
        came(listens, 2);
        came(connects, 2);
        assertThat(chat.isComposing(true)).isEqualTo(200);
        assertThat(chat.refresh().status()).isEqualTo(200);
        assertThat(chat.reinvite().status()).isEqualTo(200);
        assertThat(a.renegotiate(chat, ChatOptions.DEFAULT.with(ChatOptions.Setup.ACTIVE)).status())
                .isEqualTo(200);
        assertThat(chat.sendFile(uploaded(a).fileXml(), ALL).status()).isEqualTo(200);
        came(listens, 3);
        came(connects, 3);
        // with a new path, the server keeps the limit it has
        assertThat(chat.sendText("0123456789".repeat(10_000), ALL).status()).isEqualTo(413);
        assertThat(chat.bye()).isEqualTo(200);
        assertThat(connects.unregister().succeeded()).isTrue();
    }

    private static UploadedFile uploaded(Handset by) throws IOException, InterruptedException {
        UploadedFile uploaded =
                by.uploadFile(SERVER.uploads(), OutgoingFile.of("a.bin", BINARY, random(10_000)));
        assertThat(uploaded.status()).isEqualTo(200);
        return uploaded;
    }

    /// One of the messages that wait is taken back; of one that has come it is too late.
    private static void later(Handset a) throws Exception {
        String to = SERVER.user();
        Sent first = a.sendText(to, "first", ALL);
        Sent back = a.sendText(to, "take me back", ALL);
        assertThat(a.sendLarge(to, LONG_TEXT, "text/plain", ALL).accepted()).isTrue();
        ChatSession chat = a.openChat(to).chat();
        assertThat(chat.sendText("third", ALL).status()).isEqualTo(200);
        assertThat(chat.sendText("fourth", ALL).status()).isEqualTo(200);
        assertThat(chat.bye()).isEqualTo(200);
        assertThat(a.sendFile(to, uploaded(a).fileXml(), ALL).status()).isEqualTo(202);
        assertThat(a.revoke(to, back.imdnId())).isEqualTo(202);
        assertThat(a.revocations().await(1, _ -> true, PATIENCE)).hasSize(1);
        Handset b = SERVER.registered("B", to);
        for (ReceivedMessage message : came(b, 5)) {
            assertThat(b.display(message)).isBetween(200, 202);
        }
        assertThat(a.revoke(to, first.imdnId())).isEqualTo(202);
        assertThat(a.revocations().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedRevocation::result)
                .containsExactly("success", "failure");
        SERVER.awaitNothingWaiting(to);
    }

    private static void refused(Handset a) {
        for (int status : List.of(480, 486)) {
            String to = SERVER.user();
            Handset b = SERVER.registered("R", to);
            b.answerBy(new Answering.Refuse(status));
            assertThat(a.openChat(to).chat().sendText("text", ALL).status()).isEqualTo(200);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> SERVER.mailbox(to).contains("\"state\":\"held-"));
            b.answerBy(new Answering.AtOnce());
            register(b);
            came(b, 1);
        }
        String to = SERVER.user();
        Handset b = SERVER.registered("R", to);
        b.answerBy(new Answering.RefuseMode(Mode.CHAT, 488));
        assertThat(a.openChat(to).chat().sendText("text", ALL).status()).isEqualTo(200);
        came(b, 1);
        // its connection ends with it
        Handset talker = SERVER.registered("X", SERVER.user());
        byte[] tooLong = "0123456789".repeat(1_000).getBytes(UTF_8);
        assertThat(talker.sendPager(to, tooLong, "text/plain", NONE).status()).isEqualTo(413);
        Handset known = SERVER.handset("G", SERVER.user());
        String user = known.profile().number() + "@" + DemoPlan.DOMAIN;
        Handset guesser =
                SERVER.handset(
                        known.profile().withSecret(new Secret.Password(user, "a guess")),
                        Ports.loopback(Ports.free()));
        assertThat(guesser.register(HOUR).succeeded()).isFalse();
    }

    private static void rest(Handset a) {
        String to = SERVER.user();
        Handset b = SERVER.registered("B", to);
        assertThat(a.options(to).status()).isEqualTo(200);
        assertThat(a.sendHiddenText(to, "who am I", NONE).status()).isEqualTo(202);
        assertThat(a.sendLocation(to, place(), NONE).status()).isEqualTo(202);
        came(b, 2);
        assertThat(b.unregister().succeeded()).isTrue();
        SERVER.awaitNothingWaiting(to);
    }

    private static String place() {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <rcsenvelope xmlns="urn:gsma:params:xml:ns:rcs:rcs:geolocation" entity="tel:+8613800000001">
        <rcspushlocation id="1" label="here"/></rcsenvelope>
        """;
    }
}
