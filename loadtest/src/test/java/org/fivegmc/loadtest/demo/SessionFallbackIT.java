package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;

import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;

import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.Wording;
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Chats and large messages to people without RCS, who get SMS, and to devices that have pager mode
/// alone.
@Timeout(120)
@Tag("RCC07-3.2.3")
@Tag("RCC07-3.2.2")
class SessionFallbackIT {
    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer().withSmsc();

    private Handset a;
    private String to = "";

    @BeforeEach
    void provision() throws Exception {
        a = SERVER.registered("A", SERVER.user());
        to = SERVER.withoutRcs(SERVER.user());
    }

    private List<String> sms(int count) {
        String digits = to.substring(1);
        return SERVER
                .smsc()
                .events()
                .await(
                        count,
                        e -> e.name().equals("message") && e.text("to").endsWith(digits),
                        PATIENCE)
                .stream()
                .map(e -> e.text("text"))
                .toList();
    }

    @Test
    void aChatWithAPhoneWithoutRcsIsSmsAndItsReportsComeIntoTheChat() {
        ChatSession chat = a.openChat(to).chat();
        Sent first = chat.sendText("see you at eight", ALL);
        Sent second = chat.sendText("or nine", ALL);
        assertThat(List.of(first.status(), second.status())).containsExactly(200, 200);
        assertThat(sms(2)).containsExactly("see you at eight", "or nine");
        assertThat(a.reports().await(4, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status, ReceivedReport::mode)
                .containsExactlyInAnyOrder(
                        tuple(first.imdnId(), "interworking-sms", Mode.CHAT),
                        tuple(first.imdnId(), "delivered", Mode.CHAT),
                        tuple(second.imdnId(), "interworking-sms", Mode.CHAT),
                        tuple(second.imdnId(), "delivered", Mode.CHAT));
        assertThat(chat.isOpen()).isTrue();
    }

    @Test
    void aFileInAChatIsANameASizeAndALink() throws Exception {
        String xml =
                a.uploadFile(
                                SERVER.uploads(),
                                OutgoingFile.of(
                                        "notes.bin", "application/octet-stream", random(70_000)))
                        .fileXml();
        ChatSession chat = a.openChat(to).chat();
        assertThat(chat.sendFile(xml, ALL).status()).isEqualTo(200);
        assertThat(sms(1))
                .singleElement(InstanceOfAssertFactories.STRING)
                .matches("notes\\.bin \\(68 KB\\) http://\\S+");
    }

    @Test
    void aLargeTextIsALongSms() {
        String text = "0123456789".repeat(70);
        LargeSent sent = a.sendLarge(to, text.getBytes(UTF_8), "text/plain", ALL);
        assertThat(sent.accepted()).isTrue();
        assertThat(sms(1)).containsExactly(text);
        assertThat(a.reports().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactlyInAnyOrder(
                        tuple(sent.imdnId(), "interworking-sms"),
                        tuple(sent.imdnId(), "delivered"));
    }

    /// What no gateway can say is refused while its sender listens: MSRP has no better word.
    @Test
    void whatCanNotBeAnSmsIsNotAccepted() {
        assertThat(a.sendLarge(to, random(100_000), "application/octet-stream", ALL).msrpStatus())
                .isEqualTo(403);
        byte[] endless = "x".repeat(5_000).getBytes(UTF_8);
        assertThat(a.sendLarge(to, endless, "text/plain", ALL).msrpStatus()).isEqualTo(403);
        ChatSession chat = a.openChat(to).chat();
        assertThat(chat.send("text/plain", Content.of(endless), ALL).status()).isEqualTo(403);
        assertThat(chat.sendText("short", ALL).status()).isEqualTo(200);
        assertThat(sms(1)).containsExactly("short");
        assertThat(a.reports().await(2, _ -> true, PATIENCE)).hasSize(2);
    }

    /// Up to what one MESSAGE may carry there; its sender hears of the rest.
    @Test
    void aDeviceWithPagerModeAloneGetsWhatFitsThere() {
        String pager = SERVER.user();
        Handset b = SERVER.registered("B", pager, EnumSet.of(Feature.PAGER));
        List<LargeSent> fitting =
                List.of(
                        a.sendLarge(pager, random(2_000), "application/octet-stream", ALL),
                        a.sendLarge(pager, random(10_000), "application/octet-stream", ALL));
        List<LargeSent> tooLarge =
                List.of(
                        a.sendLarge(pager, random(100_000), "application/octet-stream", ALL),
                        a.sendLarge(pager, random(1 << 20), "application/octet-stream", ALL));
        assertThat(fitting).allMatch(LargeSent::accepted);
        assertThat(tooLarge).allMatch(LargeSent::accepted);
        assertThat(b.messages().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::mode, ReceivedMessage::sha256)
                .containsExactly(
                        tuple(Mode.PAGER, fitting.get(0).sha256()),
                        tuple(Mode.PAGER, fitting.get(1).sha256()));
        assertThat(a.reports().await(2, r -> r.status().equals("failed"), PATIENCE))
                .extracting(ReceivedReport::about)
                .containsExactlyInAnyOrder(tooLarge.get(0).imdnId(), tooLarge.get(1).imdnId());
        assertThat(b.messages().all()).hasSize(2);
    }

    /// Nothing is left that it takes, which its sender hears.
    @Test
    @Tag("RFC4975-8.6")
    void whatNoSessionIsForFails() {
        String small = SERVER.user();
        Handset b = SERVER.registered("B", small, EnumSet.of(Feature.CHAT, Feature.LARGE));
        b.answerLike(ChatOptions.DEFAULT.with(Wording.PLAIN.takingAtMost(3_000)));
        Sent sent =
                a.openChat(small)
                        .chat()
                        .send("application/octet-stream", Content.of(random(5_000)), ALL);
        assertThat(a.reports().await(1, r -> r.status().equals("failed"), PATIENCE))
                .extracting(ReceivedReport::about)
                .containsExactly(sent.imdnId());
        assertThat(b.messages().all()).isEmpty();
        assertThat(b.torn().all()).isEmpty();
    }
}
