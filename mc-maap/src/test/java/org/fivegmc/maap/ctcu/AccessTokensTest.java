package org.fivegmc.maap.ctcu;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.ChatbotKeys;
import org.fivegmc.maap.tenant.Dialect;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

    private static final Chatbot ONE = chatbot("sip:1@botplatform.x", "key");
    private static final Chatbot OTHER = chatbot("sip:2@botplatform.x", "key");

    private Instant now = Instant.parse("2026-11-27T00:00:00Z");
    private final AccessTokens tokens = new AccessTokens(() -> now);

    private static Chatbot chatbot(String uri, String key) {
        return new Chatbot(
                new ChatbotAddress(uri),
                "acme",
                "",
                Dialect.CTCU,
                new ChatbotKeys("app", key, "token"),
                Optional.empty(),
                Chatbot.State.NORMAL,
                List.of());
    }

    private static void refused(CtcuCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(CtcuRefusal.class))
                .returns(code, CtcuRefusal::code);
    }

    @Test
    void aTokenIsOfOneChatbotUntilItExpiresOrAnotherIsFetched() {
        String first = tokens.fetch(ONE);
        String others = tokens.fetch(OTHER);
        assertThatCode(() -> tokens.check(ONE, first)).doesNotThrowAnyException();
        refused(CtcuCode.WRONG_TOKEN, () -> tokens.check(ONE, others));
        refused(CtcuCode.WRONG_TOKEN, () -> tokens.check(OTHER, first));
        refused(CtcuCode.WRONG_TOKEN, () -> tokens.check(ONE, ""));
        refused(
                CtcuCode.WRONG_TOKEN,
                () -> tokens.check(chatbot("sip:3@botplatform.x", "key"), first));
        refused(
                CtcuCode.WRONG_TOKEN,
                () -> tokens.check(chatbot("sip:1@botplatform.x", "another"), first));

        String second = tokens.fetch(ONE);
        refused(CtcuCode.WRONG_TOKEN, () -> tokens.check(ONE, first));
        now = now.plus(AccessTokens.LIFETIME).minusMillis(1);
        assertThatCode(() -> tokens.check(ONE, second)).doesNotThrowAnyException();
        now = now.plusMillis(1);
        refused(CtcuCode.TOKEN_EXPIRED, () -> tokens.check(ONE, second));
    }

    @Test
    void soManyADayAndNoMore() {
        for (int i = 0; i < AccessTokens.DAILY; i++) {
            tokens.fetch(ONE);
        }
        refused(CtcuCode.TOO_OFTEN, () -> tokens.fetch(ONE));
        assertThatCode(() -> tokens.fetch(OTHER)).doesNotThrowAnyException();
        now = now.plus(Duration.ofDays(1));
        assertThatCode(() -> tokens.fetch(ONE)).doesNotThrowAnyException();
    }
}
