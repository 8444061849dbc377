package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.sip.dialog.OutgoingInvite;
import org.fivegmc.sip.identity.TrustedPeers;
import org.fivegmc.sip.registrar.SipContact;
import org.fivegmc.wire.rcs.FeatureTags;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvitationsTest {
    private static Binding device(SipContact.Way way, String uri, String flow) {
        return new Binding(
                new DeviceId("urn:x"),
                new Capabilities(Capabilities.CHAT),
                0,
                Long.MAX_VALUE,
                new SipContact(way, uri, flow, "", List.of()).encode());
    }

    /// In chats, and only where the sender's client cares for what is not delivered.
    @ParameterizedTest
    @CsvSource({"CHAT, CLIENT, true", "CHAT, NETWORK, false", "LARGE, CLIENT, false"})
    @Tag("RCC07-3.2.3.8")
    void whoIsCalledInAChatIsToldThatMessagesCanBeTakenBack(
            SessionKind kind, SessionSettings.Design design, boolean told) {
        OutgoingInvite invite =
                new Invitations(Surroundings.settings(60_000, design))
                        .invite(
                                kind,
                                new DeliveryModesTest().anyMessage(),
                                device(
                                        SipContact.Way.DIRECT,
                                        "sip:b@192.0.2.1;transport=tcp",
                                        "TCP 192.0.2.1 5062 1"),
                                new byte[0]);
        assertThat(invite.features())
                .startsWith(FeatureTags.of(kind.service()).text())
                .doesNotContain("msgfallback");
        assertThat(invite.features().contains(";+g.gsma.rcs.msgrevoke")).isEqualTo(told);
    }

    @Test
    void whoIsCalledByAChatbotSeesThatItIsOne() {
        Invitations invitations = new Invitations(Surroundings.settings(60_000));
        Binding device = device(SipContact.Way.DIRECT, "sip:b@192.0.2.1", "TCP 192.0.2.1 5062 1");
        Message message = DeliveryModesTest.of(new ChatbotAddress("sip:1@botplatform.x"));
        for (SessionKind kind : SessionKind.values()) {
            assertThat(invitations.invite(kind, message, device, new byte[0]).features())
                    .endsWith(";+g.gsma.rcs.isbot");
        }
    }

    /// Its media are to be as safe as its signalling.
    @ParameterizedTest
    @CsvSource({
        "sip:b@192.0.2.1;transport=tls, true",
        "sip:b@192.0.2.1;Transport=TLS, true",
        "sips:b@192.0.2.1, true",
        "sip:b@192.0.2.1;transport=tcp, false",
        "sip:b@192.0.2.1, false"
    })
    void whoSpeaksTlsIsOfferedTls(String uri, boolean secure) {
        assertThat(Invitations.isSecure(device(SipContact.Way.DIRECT, uri, ""))).isEqualTo(secure);
    }

    @Test
    void aDeviceMayHaveUsConnectToItselfAndToRelays() {
        Predicate<InetAddress> may =
                Invitations.mayConnect(
                        device(
                                SipContact.Way.DIRECT,
                                "sip:b@10.0.0.9;transport=tcp",
                                "TCP 192.0.2.1 5062 1"),
                        TrustedPeers.of(List.of("198.51.100.0/24")));
        assertThat(List.of("192.0.2.1", "198.51.100.7", "10.0.0.9", "127.0.0.1"))
                .filteredOn(address -> may.test(InetAddress.ofLiteral(address)))
                .as("its Contact is only what it says")
                .containsExactly("192.0.2.1", "198.51.100.7");
    }

    @Test
    void anScscfAnswersForItsDevices() {
        Predicate<InetAddress> may =
                Invitations.mayConnect(
                        device(SipContact.Way.IMS, "sip:+86138@ims.example", ""),
                        TrustedPeers.NONE);
        assertThat(may.test(InetAddress.ofLiteral("10.0.0.9"))).isTrue();
    }
}
