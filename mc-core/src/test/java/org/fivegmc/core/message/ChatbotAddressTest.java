package org.fivegmc.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatbotAddressTest {

    private static final String NORMAL = "sip:106500@botplatform.rcs.example";

    @ParameterizedTest
    @ValueSource(
            strings = {
                NORMAL,
                "SIP:106500@BotPlatform.RCS.Example",
                "sips:106500@botplatform.rcs.example;user=phone",
                "sip:106500@botplatform.rcs.example:5060",
                "sip:106500@botplatform.rcs.example?Subject=x",
                "  sip:106500@botplatform.rcs.example "
            })
    void everySpellingIsOneChatbot(String uri) {
        assertThat(ChatbotAddress.of(uri)).contains(new ChatbotAddress(NORMAL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tel:+8613800000001",
                "sip:+8613800000001@rcs.example",
                "sip:@botplatform.rcs.example",
                "sip:botplatform.rcs.example",
                "sip:1@botplatform.",
                "sip:1@xbotplatform.rcs.example",
                "http:1@botplatform.rcs.example",
                "sip:1 2@botplatform.rcs.example",
                "sip:1\"@botplatform.rcs.example",
                "sip:1<@botplatform.rcs.example"
            })
    void allElseIsNone(String uri) {
        assertThat(ChatbotAddress.of(uri)).isEmpty();
    }

    @Test
    void longOnesAreNone() {
        String host = "@botplatform.rcs.example";
        int most = ChatbotAddress.MAX_LENGTH - "sip:".length() - host.length();
        assertThat(ChatbotAddress.of("sip:" + "1".repeat(most) + host)).isPresent();
        assertThat(ChatbotAddress.of("sip:" + "1".repeat(most + 1) + host)).isEmpty();
    }
}
