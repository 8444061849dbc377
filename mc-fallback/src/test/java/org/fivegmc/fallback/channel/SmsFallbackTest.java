package org.fivegmc.fallback.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.channel.SmsChannel.HandOver;
import org.fivegmc.core.channel.SmsChannel.PartListener;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsLeg;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.fallback.spi.ChatbotSms;
import org.fivegmc.fallback.spi.FileLinks;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SmsGateway;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.SplitRules;
import org.junit.jupiter.api.Test;

class SmsFallbackTest {

    private static final long NOW = 1_800_000_000_000L;

    private final Gateway gateway = new Gateway();
    private final List<String> heard = new ArrayList<>();

    private ChatbotSms chatbots = ChatbotSms.none();

    private SmsFallback fallback(Duration validity) {
        return new SmsFallback(
                new GatewayRoutes<>(List.of(new GatewayRoutes.Route<>("", List.of(gateway)))),
                new UnitTerms(
                        validity,
                        Duration.ofSeconds(40),
                        SmsAddress.alphanumeric("RCS"),
                        chatbots,
                        () -> Instant.ofEpochMilli(NOW)),
                new RichContent(FallbackLanguage.EN, "", FileLinks.NONE));
    }

    private static Message message(long acceptedAtMs, long expiresAtMs) {
        return new Message(
                new MessageId(NOW << 16, 1),
                Msisdn.of("+8613800000001"),
                Msisdn.of("+8613800000002"),
                new ImdnMessageId("m1"),
                Purpose.CONTENT,
                Dispositions.NONE,
                FallbackOffer.RENDERED,
                Payload.of("text/plain", "Hello".getBytes(StandardCharsets.UTF_8)),
                acceptedAtMs,
                expiresAtMs,
                Handling.USUAL);
    }

    private static Message referring(FallbackOffer offer, long octets) {
        Message m = message(NOW, NOW + 60_000);
        return new Message(
                m.id(),
                m.sender(),
                m.recipient(),
                m.imdnId(),
                m.purpose(),
                m.dispositions(),
                offer,
                new Payload(
                        m.payload().contentType(),
                        m.payload().body(),
                        m.payload().edgeHeaders(),
                        new BodyRef("elsewhere", octets)),
                m.acceptedAtMs(),
                m.expiresAtMs(),
                Handling.USUAL);
    }

    @Test
    void theHeadOfALargeTextIsNotSentForTheWhole() {
        SmsFallback fallback = fallback(Duration.ZERO);
        RouteReason why = RouteReason.NOT_A_SUBSCRIBER;
        assertThat(fallback.prepare(referring(FallbackOffer.RENDERED, 6), why))
                .isEqualTo(new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE));
        assertThat(fallback.prepare(referring(FallbackOffer.RENDERED, 5), why))
                .as("the head is all of it")
                .isInstanceOf(SmsPlan.Ready.class);
        assertThat(fallback.prepare(referring(new FallbackOffer.Sms("a link"), 6), why))
                .as("its sender brought a text")
                .isInstanceOf(SmsPlan.Ready.class);
    }

    /// Each look at a message rewrites it, and an SMSC may be away for hours.
    @Test
    void looksLessOftenAtWhatHasWaitedLong() {
        gateway.state = GatewayHealth.State.DOWN;
        assertThat(pause(0)).isBetween(5_000L, 9_999L);
        assertThat(pause(60_000)).isBetween(15_000L, 29_999L);
        assertThat(pause(3_600_000)).isBetween(60_000L, 119_999L);
    }

    private long pause(long waitedMs) {
        var plan =
                fallback(Duration.ZERO)
                        .prepare(
                                message(NOW - waitedMs, NOW + 3_600_000),
                                RouteReason.NOT_A_SUBSCRIBER);
        return ((SmsPlan.NotNow) plan).afterMs();
    }

    private void handOver(SmsFallback fallback, String to, long expiresAtMs) {
        Message message = message(NOW, expiresAtMs);
        fallback.submit(
                new HandOver(message, SmsLeg.claimed(to, 7, 1), List.of(0), false),
                new PartListener() {
                    @Override
                    public void accepted(int part, GatewayMessageKey key) {
                        heard.add(key.id());
                    }

                    @Override
                    public void ended(int part, PartOutcome outcome) {
                        heard.add(outcome.getClass().getSimpleName());
                    }
                });
    }

    /// What has expired here must not arrive from the SMSC's store hours later.
    @Test
    void asksForNoValidityBeyondTheExpiry() {
        long minute = 60_000;
        handOver(fallback(Duration.ofHours(24)), "g1", NOW + minute);
        handOver(fallback(Duration.ZERO), "g1", NOW + minute);
        handOver(fallback(Duration.ofSeconds(30)), "g1", NOW + minute);
        handOver(fallback(Duration.ZERO), "g1", NOW - minute);
        assertThat(gateway.units)
                .extracting(OutboundSms::validity)
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1));
    }

    private static Message from(UserAddress sender, FallbackOffer offer) {
        Message m = message(NOW, NOW + 60_000);
        return new Message(
                m.id(),
                sender,
                m.recipient(),
                m.imdnId(),
                m.purpose(),
                m.dispositions(),
                offer,
                m.payload(),
                m.acceptedAtMs(),
                m.expiresAtMs(),
                Handling.USUAL);
    }

    private static final ChatbotAddress BOT =
            new ChatbotAddress("sip:106500@botplatform.rcs.local");

    @Test
    void anSmsOfAChatbotComesFromItsCodeAndCanBeAnswered() {
        chatbots =
                new ChatbotSms() {
                    @Override
                    public Optional<String> code(ChatbotAddress chatbot) {
                        return chatbot.equals(BOT) ? Optional.of("106500") : Optional.empty();
                    }

                    @Override
                    public SmsChannel.Memory memory(Message message, String text) {
                        return new SmsChannel.Memory(text.getBytes(StandardCharsets.UTF_8), 7);
                    }
                };
        SmsFallback fallback = fallback(Duration.ZERO);
        for (UserAddress sender :
                List.of(
                        BOT,
                        new ChatbotAddress("sip:x@botplatform.rcs.local"),
                        Msisdn.of("+8613800000001"))) {
            fallback.submit(
                    new HandOver(
                            from(sender, FallbackOffer.RENDERED),
                            SmsLeg.claimed("g1", 7, 1),
                            List.of(0),
                            false),
                    NOBODY);
        }
        assertThat(gateway.units)
                .extracting(OutboundSms::source)
                .containsExactly(
                        SmsAddress.serviceCode("106500"),
                        SmsAddress.alphanumeric("RCS"),
                        SmsAddress.international("8613800000001"));
        SmsChannel.Memory memory = fallback.memory(from(BOT, new FallbackOffer.Sms("own")));
        assertThat(new String(memory.octets(), StandardCharsets.UTF_8)).isEqualTo("own");
        assertThat(memory.keptMs()).isEqualTo(7);
        assertThat(fallback.memory(message(NOW, NOW + 1)).octets()).isEmpty();
    }

    private static final PartListener NOBODY =
            new PartListener() {
                @Override
                public void accepted(int part, GatewayMessageKey key) {}

                @Override
                public void ended(int part, PartOutcome outcome) {}
            };

    @Test
    void saysThatAGatewayIsGone() {
        handOver(fallback(Duration.ZERO), "renamed", NOW + 60_000);
        assertThat(heard).containsExactly("GatewayGone");
        assertThat(gateway.units).isEmpty();
    }

    /// Unknown first, then taken after all: both are told.
    @Test
    void tellsALateAcceptance() {
        handOver(fallback(Duration.ZERO), "g1", NOW + 60_000);
        gateway.outcome.accept(new SubmitOutcome.Unknown(SubmitOutcome.Doubt.RESPONSE_TIMEOUT));
        gateway.outcome.accept(new SubmitOutcome.Accepted("0x1", "1"));
        assertThat(heard).containsExactly("Unknown", "1");
    }

    /// Takes everything and answers when told to.
    private static final class Gateway implements SmsGateway {
        final List<OutboundSms> units = new ArrayList<>();
        Consumer<SubmitOutcome> outcome = _ -> {};
        GatewayHealth.State state = GatewayHealth.State.UP;

        @Override
        public String id() {
            return "g1";
        }

        @Override
        public SplitRules splitRules() {
            return SplitRules.defaults();
        }

        @Override
        public void start() {}

        @Override
        public void submit(OutboundSms unit, Consumer<SubmitOutcome> told) {
            units.add(unit);
            outcome = told;
        }

        @Override
        public GatewayHealth health() {
            return new GatewayHealth(state, 1, 1, 100, 0, 0);
        }

        @Override
        public CompletionStage<Void> drainAndStop(Duration atMost) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
