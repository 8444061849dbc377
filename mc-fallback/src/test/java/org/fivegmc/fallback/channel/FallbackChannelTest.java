package org.fivegmc.fallback.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.fivegmc.core.channel.SmsChannel.HandOver;
import org.fivegmc.core.channel.SmsChannel.PartListener;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.PartState;
import org.fivegmc.core.delivery.SmsLeg;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.Bearer;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MmsContent;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.fallback.spi.ChatbotSms;
import org.fivegmc.fallback.spi.FileContents;
import org.fivegmc.fallback.spi.FileLinks;
import org.fivegmc.fallback.spi.Gateway;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.MmsGateway;
import org.fivegmc.fallback.spi.MmsMedium;
import org.fivegmc.fallback.spi.MmsPage;
import org.fivegmc.fallback.spi.OutboundMms;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SmsGateway;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.Concatenation;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.SplitRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackChannelTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final RouteReason WHY = RouteReason.NOT_A_SUBSCRIBER;
    private static final SmsPlan AS_MMS = new SmsPlan.Ready("mmsc", 0, 1, Bearer.MMS);

    private final Sms smsc = new Sms();
    private final Mms mmsc = new Mms();
    private final List<String> heard = new ArrayList<>();

    private FallbackChannel channel(FileContents files) {
        var terms =
                new UnitTerms(
                        Duration.ZERO,
                        Duration.ofSeconds(40),
                        SmsAddress.alphanumeric("RCS"),
                        ChatbotSms.none(),
                        () -> Instant.ofEpochMilli(NOW));
        var rich = new RichContent(FallbackLanguage.EN, "", FileLinks.NONE);
        return new FallbackChannel(
                new SmsFallback(all(smsc), terms, rich),
                new MmsFallback(all(mmsc), terms, rich, files));
    }

    private static <G extends Gateway> GatewayRoutes<G> all(G gateway) {
        return new GatewayRoutes<>(List.of(new GatewayRoutes.Route<>("", List.of(gateway))));
    }

    private static Message message(FallbackOffer offer, String type, String body) {
        return new Message(
                new MessageId(NOW << 16, 1),
                Msisdn.of("+8613800000001"),
                Msisdn.of("+8613800000002"),
                new ImdnMessageId("m1"),
                Purpose.CONTENT,
                Dispositions.NONE,
                offer,
                Payload.of(type, body.getBytes(UTF_8)),
                NOW,
                NOW + 60_000,
                Handling.USUAL);
    }

    private static FallbackOffer brought(String type, String body, FallbackOffer sms) {
        return new FallbackOffer.Mms(new MmsContent("s", type, body.getBytes(UTF_8)), sms);
    }

    private static Message text(FallbackOffer sms) {
        return message(new FallbackOffer.Mms(MmsContent.rendered(""), sms), "text/plain", "Hello");
    }

    private SmsPlan prepare(Message message) {
        return channel(FileContents.NONE).prepare(message, WHY);
    }

    @Test
    void anMmsGoesBeforeAnSms() {
        assertThat(prepare(text(FallbackOffer.RENDERED))).isEqualTo(AS_MMS);
        assertThat(prepare(text(FallbackOffer.NONE))).isEqualTo(AS_MMS);
        assertThat(prepare(message(FallbackOffer.RENDERED, "text/plain", "Hello")))
                .isInstanceOfSatisfying(
                        SmsPlan.Ready.class,
                        ready -> assertThat(ready.bearer()).isEqualTo(Bearer.SMS));
    }

    @Test
    void withoutAnMmsGatewayThatWorksItIsAnSmsOrWaits() {
        mmsc.state = GatewayHealth.State.DOWN;
        assertThat(prepare(text(FallbackOffer.RENDERED)))
                .isInstanceOfSatisfying(
                        SmsPlan.Ready.class,
                        ready -> assertThat(ready.gateway()).isEqualTo("smsc"));
        assertThat(prepare(text(FallbackOffer.NONE))).isInstanceOf(SmsPlan.NotNow.class);
        smsc.state = GatewayHealth.State.DOWN;
        assertThat(prepare(text(FallbackOffer.RENDERED))).isInstanceOf(SmsPlan.NotNow.class);
    }

    @Test
    void whatTheMmscRefusedIsNotOfferedToItAgain() {
        assertThat(
                        channel(FileContents.NONE)
                                .prepare(text(FallbackOffer.RENDERED), RouteReason.MMS_REFUSED))
                .isInstanceOfSatisfying(
                        SmsPlan.Ready.class,
                        ready -> assertThat(ready.gateway()).isEqualTo("smsc"));
    }

    @Test
    void whatIsTooLargeOrEmptyIsNoMms() {
        String large = "x".repeat(Mms.LIMIT + 1);
        assertThat(prepare(message(brought("text/plain", large, FallbackOffer.NONE), "a/b", "x")))
                .isEqualTo(new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE));
        assertThat(
                        prepare(
                                message(
                                        brought(
                                                "text/plain",
                                                large.substring(1),
                                                FallbackOffer.NONE),
                                        "a/b",
                                        "x")))
                .isEqualTo(AS_MMS);
        assertThat(
                        prepare(
                                message(
                                        brought("text/plain", large, new FallbackOffer.Sms("sms")),
                                        "a/b",
                                        "x")))
                .isInstanceOfSatisfying(
                        SmsPlan.Ready.class,
                        ready -> assertThat(ready.bearer()).isEqualTo(Bearer.SMS));
        assertThat(
                        prepare(
                                message(
                                        new FallbackOffer.Mms(
                                                MmsContent.rendered(""), FallbackOffer.NONE),
                                        "application/octet-stream",
                                        "x")))
                .isEqualTo(new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE));
    }

    private List<MmsPage> pages(Message message, FileContents files) {
        hand(message, 0, files);
        OutboundMms unit = mmsc.units.getLast();
        assertThat(unit.destination().digits()).isEqualTo("8613800000002");
        return unit.pages().get();
    }

    private void hand(Message message, int resends, FileContents files) {
        var leg = new SmsLeg("mmsc", 0, 0, resends, List.of(PartState.IN_FLIGHT), Bearer.MMS);
        channel(files).submit(new HandOver(message, leg, List.of(0), false), new Heard());
    }

    @Test
    void whatTheSenderBringsIsLaidOutInPages() {
        String parts =
                """
                --b
                Content-Type: application/smil

                <smil/>
                --b
                Content-Type: text/plain

                one
                --b
                Content-Type: image/png
                Content-Transfer-Encoding: base64

                AQID
                --b
                Content-Type: Image/JPEG

                jpeg
                --b
                Content-Type: text/plain

                two
                --b
                Content-Type: text/plain

                three
                --b--
                """;
        var png = new MmsMedium("image/png", Octets.of(new byte[] {1, 2, 3}), false);
        var jpeg = new MmsMedium("image/jpeg", Octets.of("jpeg".getBytes(UTF_8)), false);
        assertThat(
                        pages(
                                message(
                                        brought(
                                                "multipart/related; boundary=b",
                                                parts,
                                                FallbackOffer.NONE),
                                        "a/b",
                                        "x"),
                                FileContents.NONE))
                .containsExactly(
                        new MmsPage("one", Optional.of(png)),
                        new MmsPage("two", Optional.of(jpeg)),
                        new MmsPage("three", Optional.empty()));
    }

    @Test
    void aPictureThatIsKeptHereIsShownWithItsLinkAndElseTheLinkIsThere() {
        String xml =
                """
                <?xml version="1.0"?><file xmlns="urn:gsma:params:xml:ns:rcs:rcs:fthttp">\
                <file-info type="file"><file-size>2048</file-size><file-name>a.jpg</file-name>\
                <content-type>image/jpeg</content-type>\
                <data url="https://ft.example/d/1" until="2027-01-01T00:00:00Z"/></file-info></file>\
                """;
        Message message =
                message(
                        new FallbackOffer.Mms(MmsContent.rendered(""), FallbackOffer.NONE),
                        "application/vnd.gsma.rcs-ft-http+xml",
                        xml);
        String link = "a.jpg (2 KB) https://ft.example/d/1";
        Octets octets = Octets.of(new byte[] {1});
        assertThat(
                        pages(
                                message,
                                (url, _) ->
                                        url.equals("https://ft.example/d/1")
                                                ? Optional.of(octets)
                                                : Optional.empty()))
                .containsExactly(
                        new MmsPage(link, Optional.of(new MmsMedium("image/jpeg", octets, true))));
        assertThat(pages(message, FileContents.NONE))
                .containsExactly(new MmsPage(link, Optional.empty()));
    }

    @Test
    void outcomesAreTold() {
        hand(text(FallbackOffer.NONE), 0, FileContents.NONE);
        mmsc.tell(new SubmitOutcome.Accepted("id", "id"));
        mmsc.tell(new SubmitOutcome.Unknown(SubmitOutcome.Doubt.LINK_LOST));
        mmsc.tell(new SubmitOutcome.Rejected(2004, "no"));
        assertThat(heard)
                .containsExactly(
                        "accepted mmsc/id", "Unknown[cause=LINK_LOST]", "Rejected[cause=2004 no]");
    }

    /// Who is down may be so for long; it has taken nothing.
    @ParameterizedTest
    @EnumSource(SubmitOutcome.Reason.class)
    void aGatewayThatIsDownIsLeftForSmsWhereThatIsAllowed(SubmitOutcome.Reason reason) {
        var later = new SubmitOutcome.Retry(reason, "d", Duration.ofSeconds(1));
        hand(text(FallbackOffer.RENDERED), 0, FileContents.NONE);
        mmsc.tell(later);
        hand(text(FallbackOffer.NONE), 0, FileContents.NONE);
        mmsc.tell(later);
        hand(text(FallbackOffer.RENDERED), 1, FileContents.NONE);
        mmsc.tell(later);
        boolean down =
                reason == SubmitOutcome.Reason.GATEWAY_DOWN
                        || reason == SubmitOutcome.Reason.CIRCUIT_OPEN;
        assertThat(heard.getFirst()).startsWith(down ? "GatewayGone" : "Retry");
        assertThat(heard.subList(1, 3)).allMatch(one -> one.startsWith("Retry"));
    }

    @Test
    void aGatewayThatIsNotConfiguredAnyMoreIsGone() {
        var leg = new SmsLeg("other", 0, 0, 0, List.of(PartState.IN_FLIGHT), Bearer.MMS);
        channel(FileContents.NONE)
                .submit(
                        new HandOver(text(FallbackOffer.NONE), leg, List.of(0), false),
                        new Heard());
        assertThat(heard).singleElement().asString().startsWith("GatewayGone");
    }

    private final class Heard implements PartListener {
        @Override
        public void accepted(int part, GatewayMessageKey key) {
            heard.add("accepted " + key.gateway() + "/" + key.id());
        }

        @Override
        public void ended(int part, PartOutcome outcome) {
            heard.add(outcome.toString());
        }
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private static GatewayHealth health(GatewayHealth.State state) {
        return new GatewayHealth(state, 1, 1, 1, 0, 0);
    }

    private static final class Mms implements MmsGateway {
        private static final int LIMIT = 1_000;

        private final List<OutboundMms> units = new ArrayList<>();
        private final List<Consumer<SubmitOutcome>> waiting = new ArrayList<>();
        private GatewayHealth.State state = GatewayHealth.State.UP;

        void tell(SubmitOutcome outcome) {
            waiting.getLast().accept(outcome);
        }

        @Override
        public String id() {
            return "mmsc";
        }

        @Override
        public int maxOctets() {
            return LIMIT;
        }

        @Override
        public void submit(OutboundMms message, Consumer<SubmitOutcome> outcome) {
            units.add(message);
            waiting.add(outcome);
        }

        @Override
        public void start() {}

        @Override
        public GatewayHealth health() {
            return FallbackChannelTest.health(state);
        }

        @Override
        public CompletionStage<Void> drainAndStop(Duration atMost) {
            return done();
        }
    }

    private static final class Sms implements SmsGateway {
        private GatewayHealth.State state = GatewayHealth.State.UP;

        @Override
        public String id() {
            return "smsc";
        }

        @Override
        public SplitRules splitRules() {
            return new SplitRules(Concatenation.UDH, 8, true);
        }

        @Override
        public void submit(OutboundSms unit, Consumer<SubmitOutcome> outcome) {}

        @Override
        public void start() {}

        @Override
        public GatewayHealth health() {
            return FallbackChannelTest.health(state);
        }

        @Override
        public CompletionStage<Void> drainAndStop(Duration atMost) {
            return done();
        }
    }
}
