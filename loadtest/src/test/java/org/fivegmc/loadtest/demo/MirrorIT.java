package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.NONE;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.register;

import java.util.EnumSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.Profile.Transport;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What B has read on one device is marked as read on the other, by handsets and the packaged
/// server. A has to hear of it once, whoever of B's devices says it.
@Timeout(120)
@Tag("RCC07-3.2.3")
class MirrorIT {
    private static final String MIRRORED = "mc_imdn_mirrored_total{result=\"accepted\"}";

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    private String from = "";
    private String to = "";

    @BeforeEach
    void provision() {
        from = SERVER.user();
        to = SERVER.user();
    }

    /// What a handset was told about a message by its own user's other devices.
    private List<ReceivedReport> mirrored(Handset handset) {
        return handset.reports().matching(report -> report.sender().contains(to));
    }

    /// Whether the tablet was told, by whom and of whom, once and by MESSAGE; and A as well.
    private void isTold(Handset a, Handset tablet, String about) {
        assertThat(tablet.reports().await(1, _ -> true, PATIENCE))
                .extracting(
                        ReceivedReport::sender,
                        ReceivedReport::cpimFrom,
                        ReceivedReport::cpimTo,
                        ReceivedReport::about,
                        ReceivedReport::status,
                        ReceivedReport::mode)
                .containsExactly(
                        tuple(
                                "sip:" + to + "@" + DemoPlan.DOMAIN,
                                "tel:" + to,
                                "tel:" + from,
                                about,
                                "displayed",
                                Mode.PAGER));
        // what came twice would be here now
        SERVER.awaitNothingWaiting(to);
        SERVER.awaitNothingWaiting(from);
        assertThat(displays(a, about)).isEqualTo(1);
    }

    private static int displays(Handset a, String about) {
        a.reports().await(1, r -> r.status().equals("displayed"), PATIENCE);
        return a.reports()
                .matching(r -> r.status().equals("displayed") && r.about().equals(about))
                .size();
    }

    private static ReceivedMessage first(Handset handset) {
        return handset.messages().await(1, _ -> true, PATIENCE).getFirst();
    }

    /// Both devices have connections of their own, by which they are told apart.
    @Test
    void readOnThePhoneIsReadOnTheTablet() {
        double before = SERVER.metric(MIRRORED);
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to);
        Sent sent = a.sendText(to, "hello", ALL);
        ReceivedMessage onTablet = first(tablet);
        assertThat(phone.display(first(phone))).isEqualTo(202);
        isTold(a, tablet, sent.imdnId());

        // the user opens it there, too, and the tablet says so
        assertThat(tablet.display(onTablet)).isEqualTo(202);
        Sent last = a.sendText(to, "last", ALL);
        assertThat(phone.display(phone.messages().await(2, _ -> true, PATIENCE).getLast()))
                .isEqualTo(202);
        assertThat(tablet.reports().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about)
                .containsExactly(sent.imdnId(), last.imdnId());
        SERVER.awaitNothingWaiting(to);
        SERVER.awaitNothingWaiting(from);
        assertThat(mirrored(phone)).isEmpty();
        assertThat(displays(a, sent.imdnId())).isEqualTo(1);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(SERVER.metric(MIRRORED) - before).isEqualTo(2));
    }

    /// Over UDP nothing but the address tells.
    @Test
    void devicesOverUdpAreToldApart() {
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.handset("B", to, Transport.UDP, Feature.up24());
        Handset tablet = SERVER.handset("B2", to, Transport.UDP, Feature.up24());
        register(phone);
        register(tablet);
        Sent sent = a.sendText(to, "hello", ALL);
        assertThat(phone.display(first(phone))).isEqualTo(202);
        isTold(a, tablet, sent.imdnId());
        assertThat(mirrored(phone)).isEmpty();
    }

    /// Reported within the chat; told outside of it, where it cannot be taken for A's.
    @Test
    void readInAChatIsReadOnTheTablet() {
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to);
        ChatSession chat = a.openChat(to).chat();
        Sent sent = chat.sendText("hello", ALL);
        ReceivedMessage onPhone = first(phone);
        assertThat(onPhone.mode()).isEqualTo(Mode.CHAT);
        assertThat(first(tablet).imdnId()).isEqualTo(sent.imdnId());
        assertThat(phone.display(onPhone)).as("by MSRP").isEqualTo(200);
        isTold(a, tablet, sent.imdnId());
        assertThat(mirrored(phone)).isEmpty();
    }

    /// In a chat that the phone has opened itself.
    @Test
    void readInAnAnsweredChatIsReadOnTheTablet() {
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to);
        ChatSession ours = phone.openChat(from).chat();
        assertThat(ours.sendText("are you there", NONE).status()).isEqualTo(200);
        ChatSession theirs = a.chats().await(1, _ -> true, PATIENCE).getFirst();
        Sent sent = theirs.sendText("yes", ALL);
        assertThat(phone.display(ours.received().await(1, _ -> true, PATIENCE).getFirst()))
                .isEqualTo(200);
        isTold(a, tablet, sent.imdnId());
        assertThat(mirrored(phone)).isEmpty();
    }

    @Test
    void aReportInALargeMessageCountsTheSame() {
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to);
        LargeSent sent = a.sendLarge(to, random(100_000), "application/octet-stream", ALL);
        assertThat(first(phone).imdnId()).isEqualTo(sent.imdnId());
        assertThat(first(tablet).imdnId()).isEqualTo(sent.imdnId());
        String report =
                "<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\"><message-id>"
                        + sent.imdnId()
                        + "</message-id><datetime>2026-11-27T00:00:00Z</datetime>"
                        + "<display-notification><status><displayed/></status>"
                        + "</display-notification></imdn>";
        LargeSent reported =
                phone.sendLarge(from, report.getBytes(UTF_8), "message/imdn+xml", NONE);
        assertThat(reported.accepted()).isTrue();
        isTold(a, tablet, sent.imdnId());
        assertThat(mirrored(phone)).isEmpty();
    }

    /// A device without pager mode is told in a chat.
    @Test
    void aDeviceThatHasOnlyChatIsToldOutsideOfIt() {
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to, EnumSet.of(Feature.CHAT));
        Sent sent = a.sendText(to, "hello", ALL);
        assertThat(first(tablet).imdnId()).isEqualTo(sent.imdnId());
        assertThat(phone.display(first(phone))).isEqualTo(202);
        assertThat(tablet.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::cpimFrom, ReceivedReport::about, ReceivedReport::mode)
                .containsExactly(tuple("tel:" + to, sent.imdnId(), Mode.PAGER));
    }

    /// The tablet is registered and silent; the server dies meanwhile. (With a connection that the
    /// server sees closing, its registration would have ended, and it would not be waited for.)
    @Test
    void aTabletOutOfReachIsToldWhenItIsBack() {
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.handset("B2", to, Transport.UDP, Feature.up24());
        register(tablet);
        Sent sent = a.sendText(to, "hello", ALL);
        first(tablet);
        a.reports().await(1, _ -> true, PATIENCE);
        tablet.goDark();
        assertThat(phone.display(first(phone))).isEqualTo(202);
        assertThat(displays(a, sent.imdnId())).isEqualTo(1);
        SERVER.killAndStart();
        tablet.comeBack();
        register(phone);
        register(tablet);
        assertThat(tablet.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactly(tuple(sent.imdnId(), "displayed"));
        assertThat(mirrored(phone)).isEmpty();
    }

    /// Who has left is not told when it comes back, as it is not brought old messages either.
    @Test
    void aTabletThatHasLeftIsNotWaitedFor() {
        Handset a = SERVER.registered("A", from);
        Handset phone = SERVER.registered("B", to);
        Handset tablet = SERVER.registered("B2", to);
        Sent sent = a.sendText(to, "hello", ALL);
        first(tablet);
        assertThat(tablet.unregister().succeeded()).isTrue();
        assertThat(phone.display(first(phone))).isEqualTo(202);
        assertThat(displays(a, sent.imdnId())).isEqualTo(1);
        register(tablet);
        Sent last = a.sendText(to, "last", ALL);
        assertThat(phone.display(phone.messages().await(2, _ -> true, PATIENCE).getLast()))
                .isEqualTo(202);
        assertThat(tablet.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about)
                .containsExactly(last.imdnId());
    }
}
