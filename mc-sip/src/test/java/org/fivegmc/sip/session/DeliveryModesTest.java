package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.pager.EdgeHeaders;
import org.fivegmc.sip.pager.ServiceMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("CPM-8.3.2")
class DeliveryModesTest {
    private static final int SMALL = 1_300;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PAGER | 1300 | pager,large,chat | PAGER LARGE CHAT
                    PAGER | 1301 | pager,large,chat | LARGE CHAT PAGER
                    PAGER | 1301 | pager | PAGER
                    LARGE | 1300 | pager,large | PAGER LARGE
                    LARGE | 9000 | pager,chat | CHAT PAGER
                    CHAT | 10 | pager,large,chat | CHAT PAGER LARGE
                    CHAT | 10 | pager | PAGER
                    CHAT | 9000 | pager,large | LARGE PAGER
                    CHAT | 10 | plain | PAGER
                    CHAT | 10 | none | ''
                    """)
    void contentGoesTheWayItCameWhereTheDeviceCan(
            ServiceMode came, int octets, String can, String expected) {
        Message message = message(Purpose.CONTENT, came, octets);
        assertThat(DeliveryModes.of(message, device(can), false, SMALL))
                .extracting(Enum::name)
                .containsExactlyElementsOf(words(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    false | 10 | pager,large,chat,bots | PAGER LARGE CHAT
                    true | 10 | pager,large,chat,bots | CHAT PAGER LARGE
                    false | 9000 | pager,large,chat,bots | LARGE CHAT PAGER
                    false | 10 | pager,large,chat,botchats | CHAT PAGER LARGE
                    false | 10 | pager,large,chat,bots,botchats | PAGER LARGE CHAT
                    false | 10 | pager,botchats | PAGER
                    """)
    void whatAChatbotSaysGoesInTheChatWithItOrAsTheDeviceTalksToChatbots(
            boolean open, int octets, String can, String expected) {
        Message message =
                message(
                        new ChatbotAddress("sip:1@botplatform.x"),
                        Purpose.CONTENT,
                        octets,
                        EdgeHeaders.marked(ServiceMode.PAGER, new byte[0]));
        assertThat(DeliveryModes.of(message, device(can), open, SMALL))
                .extracting(Enum::name)
                .containsExactlyElementsOf(words(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    false | pager,large,chat | PAGER CHAT
                    true | pager,large,chat | CHAT PAGER
                    false | chat | PAGER CHAT
                    true | chat | CHAT PAGER
                    false | large | PAGER
                    false | plain | ''
                    """)
    void reportsUseASessionThatIsOpen(boolean open, String can, String expected) {
        Message report =
                message(
                        new Purpose.Report(new ImdnMessageId("x"), ReportKind.DELIVERED),
                        ServiceMode.CHAT,
                        300);
        assertThat(DeliveryModes.of(report, device(can), open, SMALL))
                .extracting(Enum::name)
                .containsExactlyElementsOf(words(expected));
    }

    /// In a chat with the peer it would look like one of the peer's.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    false | pager,large,chat | PAGER CHAT
                    true | pager,large,chat | PAGER CHAT
                    true | chat | PAGER CHAT
                    true | large | PAGER
                    true | plain | ''
                    """)
    void reportsOfAnotherDeviceKeepOutOfTheChat(boolean open, String can, String expected) {
        Message mirror =
                message(
                        new Purpose.Mirror(new ImdnMessageId("x"), ReportKind.DISPLAYED),
                        ServiceMode.CHAT,
                        300);
        assertThat(DeliveryModes.of(mirror, device(can), open, SMALL))
                .extracting(Enum::name)
                .containsExactlyElementsOf(words(expected));
    }

    Message anyMessage() {
        return message(Purpose.CONTENT, ServiceMode.CHAT, 10);
    }

    Binding anyDevice() {
        return device("chat");
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    static Message withHeaders(byte[] kept) {
        return message(Purpose.CONTENT, 10, kept);
    }

    private static Message message(Purpose purpose, ServiceMode came, int octets) {
        return message(purpose, octets, EdgeHeaders.marked(came, new byte[0]));
    }

    private static Message message(Purpose purpose, int octets, byte[] kept) {
        return message(Roles.ALICE, purpose, octets, kept);
    }

    static Message of(UserAddress sender) {
        return message(
                sender, Purpose.CONTENT, 10, EdgeHeaders.marked(ServiceMode.PAGER, new byte[0]));
    }

    private static Message message(UserAddress sender, Purpose purpose, int octets, byte[] kept) {
        return Message.of(
                new MessageId(1, 2),
                new Submission(
                        sender,
                        Roles.BOB,
                        new ImdnMessageId("m1"),
                        purpose,
                        Dispositions.NONE,
                        FallbackOffer.RENDERED,
                        new Payload("message/cpim", new byte[octets], kept),
                        0,
                        /* hidden= */ false,
                        Handling.USUAL),
                0,
                Long.MAX_VALUE);
    }

    private static Binding device(String can) {
        long bits = 0;
        for (String one : can.split(",", -1)) {
            bits |=
                    switch (one) {
                        case "pager" -> Capabilities.PAGER;
                        case "large" -> Capabilities.LARGE;
                        case "chat" -> Capabilities.CHAT;
                        case "bots" -> Capabilities.CHATBOT_STANDALONE;
                        case "botchats" -> Capabilities.CHATBOT;
                        case "plain" -> Capabilities.PLAIN_SIP;
                        default -> 0;
                    };
        }
        return new Binding(
                new DeviceId("urn:x"), new Capabilities(bits), 0, Long.MAX_VALUE, new byte[0]);
    }
}
