package org.fivegmc.maap.gsma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.tenant.Chatbot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdsTest {

    private final MessageIds ids = new MessageIds();
    private final Chatbot chatbot = Gsma.chatbot();

    @ParameterizedTest
    @ValueSource(strings = {"+1000000", "+8613900000001", "+999999999999999"})
    void anIdTellsWhomItWentTo(String number) {
        Msisdn user = Msisdn.of(number);
        String id = ids.mint(chatbot, user, "").value();
        assertThat(id).hasSize(MessageIds.LENGTH).matches("[A-Za-z0-9_-]+");
        assertThat(MessageIds.recipient(chatbot, id)).contains(user);
        assertThat(MessageIds.recipient(Gsma.chatbot("sip:1@b.example", "other"), id))
                .as("with another key")
                .isEmpty();
    }

    @Test
    void noTwoAreAlikeUnlessTheRequestIsTheSame() {
        Msisdn user = Msisdn.of(Gsma.USER);
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            all.add(ids.mint(chatbot, user, "").value());
        }
        assertThat(all).hasSize(1000);
        String first = ids.mint(chatbot, user, "r-1").value();
        assertThat(new MessageIds().mint(chatbot, user, "r-1").value())
                .as("after a restart, too")
                .isEqualTo(first);
        assertThat(ids.mint(chatbot, user, "r-2").value()).isNotEqualTo(first);
        assertThat(ids.mint(chatbot, Msisdn.of("+8613900000002"), "r-1").value())
                .isNotEqualTo(first);
        assertThat(MessageIds.recipient(chatbot, first)).contains(user);
    }

    @Test
    void whatWasChangedIsNoId() {
        String id = ids.mint(chatbot, Msisdn.of(Gsma.USER), "").value();
        for (int i = 0; i < id.length(); i++) {
            String other = id.charAt(i) == 'A' ? "B" : "A";
            String forged = id.substring(0, i) + other + id.substring(i + 1);
            assertThat(MessageIds.recipient(chatbot, forged)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA=",
                "....................,,,,"
            })
    void otherTextsAreNoIds(String text) {
        assertThat(MessageIds.recipient(chatbot, text)).isEmpty();
    }
}
