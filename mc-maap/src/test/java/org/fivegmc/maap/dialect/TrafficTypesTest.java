package org.fivegmc.maap.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.TenantFault;
import org.fivegmc.maap.tenant.Tenants;
import org.fivegmc.maap.tenant.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficTypesTest {

    private static final Chatbot PLAIN = Tenants.chatbot(URI.create("https://hook.example/x"));

    private static TrafficClass of(String word, Chatbot chatbot) {
        return TrafficTypes.of(word, chatbot, IllegalArgumentException::new);
    }

    private static Chatbot with(TrafficClass usual, TrafficClass highest) {
        return PLAIN.withTraffic(new Traffic(usual, highest));
    }

    @ParameterizedTest
    @CsvSource({
        "authentication, VERIFICATION",
        "AUTHENTICATION, VERIFICATION",
        "otp, VERIFICATION",
        "payment, TRANSACTION",
        "premium, TRANSACTION",
        "conversation, TRANSACTION",
        "advertisement, MARKETING",
        "Subscription, MARKETING",
        "promotion, MARKETING",
        "'', TRANSACTION",
        "token, TRANSACTION",
        "weather, TRANSACTION",
    })
    void aWordIsOfAClass(String word, TrafficClass expected) {
        assertThat(of(word, PLAIN)).isEqualTo(expected);
    }

    @Test
    void whatIsNotKnownHasTheUsualClassOfTheChatbot() {
        Chatbot shop = with(TrafficClass.MARKETING, TrafficClass.VERIFICATION);
        assertThat(of("", shop)).isEqualTo(TrafficClass.MARKETING);
        assertThat(of("weather", shop)).isEqualTo(TrafficClass.MARKETING);
        assertThat(of("authentication", shop)).isEqualTo(TrafficClass.VERIFICATION);
    }

    @Test
    void nobodyClaimsMoreThanTheOperatorAllows() {
        assertThatThrownBy(() -> of("alert", PLAIN))
                .hasMessageContaining("is alert")
                .hasMessageContaining("verification");
        assertThat(of("alert", with(TrafficClass.TRANSACTION, TrafficClass.ALERT)))
                .isEqualTo(TrafficClass.ALERT);
        Chatbot ads = with(TrafficClass.MARKETING, TrafficClass.MARKETING);
        assertThatThrownBy(() -> of("authentication", ads)).hasMessageContaining("marketing");
        assertThatThrownBy(() -> of("payment", ads)).hasMessageContaining("marketing");
        assertThat(of("weather", ads)).isEqualTo(TrafficClass.MARKETING);
    }

    /// It becomes a header of the message.
    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\r\nb", "a:b", "天气"})
    void whatIsNoWordIsRefused(String text) {
        assertThatThrownBy(() -> of(text, PLAIN)).hasMessage("is no word");
    }

    @Test
    void aWordHasALimit() {
        assertThat(of("w".repeat(64), PLAIN)).isEqualTo(TrafficClass.TRANSACTION);
        assertThatThrownBy(() -> of("w".repeat(65), PLAIN)).hasMessage("is no word");
    }

    @Test
    void theUsualClassIsNotAboveTheHighest() {
        assertThatThrownBy(() -> new Traffic(TrafficClass.ALERT, TrafficClass.VERIFICATION))
                .isInstanceOf(TenantFault.class)
                .hasMessageContaining("alert");
    }
}
