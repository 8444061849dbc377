package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A sender who wants to stay unknown is unknown to every device of the recipient, whatever that
/// recipient does with the message.
@Timeout(120)
@Tag("RFC3325-7")
@SuppressWarnings("NullAway.Init") // before each
class HiddenSenderIT {
    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    private String from = "";
    private String to = "";
    private Handset a;
    private Handset phone;
    private Handset tablet;

    @BeforeEach
    void register() {
        from = SERVER.user();
        to = SERVER.user();
        a = SERVER.registered("A", from);
        phone = SERVER.registered("B", to);
        tablet = SERVER.registered("B2", to);
    }

    private static ReceivedMessage only(Handset handset) {
        return handset.messages().await(1, _ -> true, PATIENCE).getFirst();
    }

    /// Nothing that either device has heard so far has the number in it. What a device is told of a
    /// report would have come before a message that is sent after it.
    private void nobodyKnows(int expected) {
        Sent named = a.sendText(to, "it was me", ALL);
        for (Handset device : new Handset[] {phone, tablet}) {
            device.messages().await(expected + 1, m -> true, PATIENCE);
            assertThat(device.seen().matching(text -> text.contains(named.imdnId()))).isNotEmpty();
            assertThat(device.seen().matching(text -> !text.contains(named.imdnId())))
                    .isNotEmpty()
                    .noneMatch(text -> text.contains(from.substring(1)));
        }
    }

    /// The server knows to whom a report goes that names nobody.
    private void isTold(String imdnId, String... statuses) {
        for (String status : statuses) {
            assertThat(
                            a.reports()
                                    .await(
                                            1,
                                            r ->
                                                    r.about().equals(imdnId)
                                                            && r.status().equals(status),
                                            PATIENCE))
                    .hasSize(1);
        }
    }

    @Test
    void byMessage() {
        Sent sent = a.sendHiddenText(to, "guess who", ALL);
        assertThat(sent.status()).isEqualTo(202);
        assertThat(only(tablet).imdnId()).isEqualTo(sent.imdnId());
        assertThat(only(phone))
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns("sip:anonymous@anonymous.invalid", ReceivedMessage::sender);
        assertThat(phone.display(only(phone))).as("to nobody").isEqualTo(202);
        isTold(sent.imdnId(), "delivered", "displayed");
        SERVER.awaitNothingWaiting(to);
        nobodyKnows(1);
        assertThat(tablet.reports().all()).isEmpty();
    }

    /// The session knows what its device does not: reports get back, and the tablet hears nothing.
    @Test
    void inAChat() {
        ChatSession chat = a.openChat(to, ChatOptions.DEFAULT.asUnknown()).chat();
        Sent sent = chat.sendText("guess who", ALL);
        assertThat(sent.status()).isEqualTo(200);
        assertThat(only(tablet).imdnId()).isEqualTo(sent.imdnId());
        assertThat(only(phone))
                .returns(Mode.CHAT, ReceivedMessage::mode)
                .returns("sip:anonymous@anonymous.invalid", ReceivedMessage::sender);
        assertThat(phone.display(only(phone))).as("by MSRP").isEqualTo(200);
        assertThat(a.reports().await(1, r -> r.status().equals("displayed"), PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .contains(tuple(sent.imdnId(), "displayed"));
        SERVER.awaitNothingWaiting(to);
        nobodyKnows(1);
        assertThat(tablet.reports().all()).isEmpty();
    }

    @Test
    void inALargeMessage() {
        Content content = Content.of("guess who ".repeat(5_000).getBytes(UTF_8));
        LargeSent sent =
                a.sendLarge(to, content, "text/plain", ALL, ChatOptions.DEFAULT.asUnknown());
        assertThat(sent.accepted()).isTrue();
        assertThat(only(tablet).imdnId()).isEqualTo(sent.imdnId());
        assertThat(only(phone))
                .returns(Mode.LARGE, ReceivedMessage::mode)
                .returns("sip:anonymous@anonymous.invalid", ReceivedMessage::sender);
        assertThat(phone.display(only(phone))).as("to nobody").isEqualTo(202);
        isTold(sent.imdnId(), "displayed");
        SERVER.awaitNothingWaiting(to);
        nobodyKnows(1);
        assertThat(tablet.reports().all()).isEmpty();
    }
}
