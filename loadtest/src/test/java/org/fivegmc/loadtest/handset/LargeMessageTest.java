package org.fivegmc.loadtest.handset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Large message mode between two handsets without a server between them.
@Timeout(60)
class LargeMessageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<Disposition> DELIVERY = EnumSet.of(Disposition.POSITIVE_DELIVERY);

    @ParameterizedTest
    @CsvSource({
        "1, false, TCP",
        "1301, false, UDP",
        "1048576, false, TCP",
        "1048576, true, TCP",
        "10485760, false, TCP"
    })
    void theSameOctetsArrive(int octets, boolean secure, Profile.Transport transport)
            throws Exception {
        try (Pair pair = Pair.over(transport)) {
            Content content = Content.madeUp(octets, 7);
            ChatOptions options = ChatOptions.DEFAULT;
            LargeSent sent =
                    pair.a.sendLarge(
                            Pair.B,
                            content,
                            "application/octet-stream",
                            DELIVERY,
                            secure ? options.overTls() : options);
            assertThat(sent.accepted()).as(sent.toString()).isTrue();
            List<ReceivedMessage> all = pair.b.messages().await(1, _ -> true, PATIENCE);
            assertThat(all).hasSize(1);
            ReceivedMessage received = all.getFirst();
            assertThat(received.octets()).isEqualTo(octets);
            assertThat(received.sha256()).isEqualTo(sent.sha256()).isEqualTo(content.sha256());
            assertThat(received.mode()).isEqualTo(Mode.LARGE);
            assertThat(received.imdnId()).isEqualTo(sent.imdnId());
            assertThat(received.sip().acceptContact().getFirst()).contains("oma.cpm.largemsg");

            List<ReceivedReport> reports = pair.a.reports().await(1, _ -> true, PATIENCE);
            assertThat(reports).hasSize(1);
            assertThat(reports.getFirst().mode()).isEqualTo(Mode.PAGER);
            assertThat(reports.getFirst().about()).isEqualTo(sent.imdnId());
            assertThat(pair.b.chats().all()).isEmpty();
        }
    }

    @Test
    void aLongTextIsAText() {
        try (Pair pair = Pair.over(Profile.Transport.TCP)) {
            String text = "长 ".repeat(2_000);
            byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            LargeSent sent = pair.a.sendLarge(Pair.B, octets, Templates.TEXT, Set.of());
            assertThat(sent.accepted()).isTrue();
            List<ReceivedText> texts = pair.b.texts().await(1, _ -> true, PATIENCE);
            assertThat(texts).extracting(ReceivedText::text).containsExactly(text);
            assertThat(texts.getFirst().mode()).isEqualTo(Mode.LARGE);
        }
    }

    @Test
    void refusalIsTold() {
        try (Pair pair =
                Pair.over(
                        Profile.Transport.TCP,
                        profile -> profile.withFeatures(EnumSet.of(Feature.PAGER, Feature.CHAT)))) {
            LargeSent sent = pair.a.sendLarge(Pair.B, new byte[10], "image/png", Set.of());
            assertThat(sent.sipStatus()).isEqualTo(488);
            assertThat(sent.msrpStatus()).isZero();
            assertThat(sent.accepted()).isFalse();
            assertThat(pair.a.openChat(Pair.B).status()).isEqualTo(200);
        }
    }
}
