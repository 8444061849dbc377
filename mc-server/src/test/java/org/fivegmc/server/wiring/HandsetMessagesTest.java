package org.fivegmc.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.center.CenterConfig;
import org.fivegmc.core.center.ManualClock;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.center.PlainReports;
import org.fivegmc.core.center.Services;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.storage.MemoryShardStore;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.LinkTimes;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.TextCoding;
import org.fivegmc.maap.sms.UserMessages;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.Tenants;
import org.fivegmc.routing.RoutingPolicy;
import org.fivegmc.routing.StandardRoutePlanner;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.server.observe.InboundMeters;
import org.fivegmc.wire.uri.NumberPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the core has of messages from handsets, and what it knows again.
class HandsetMessagesTest {

    private static final int FIVE_SECONDS = 5_000;
    private static final int MINUTE = 60_000;

    private final ManualClock clock = new ManualClock();
    private final MemoryShardStore.Rows rows = new MemoryShardStore.Rows();
    private final List<TrailEvent> events = new CopyOnWriteArrayList<>();
    private final Metrics metrics = new Metrics("test");
    private final TenantBook book = Tenants.book(URI.create("http://127.0.0.1:1/hook"));
    private MessageCenter center;
    private HandsetMessages messages;
    private LinkTimes links = new LinkTimes(0, 1);

    @BeforeEach
    void open() throws InterruptedException {
        center =
                new MessageCenter(
                        CenterConfig.DEFAULT.withWriters(2),
                        new Services(
                                _ -> new MemoryShardStore(rows),
                                BodyStore.NONE,
                                new StandardRoutePlanner(
                                        RoutingPolicy.DEFAULT,
                                        new org.fivegmc.routing.number.NumberPlan()),
                                (_, _, _) -> {}, // the webhook never answers
                                SmsChannel.NONE,
                                new PlainReports(),
                                events::add,
                                DeliveryPolicy.DEFAULT,
                                clock,
                                book));
        center.start();
        messages =
                new HandsetMessages(
                        book,
                        new UserMessages(book, center, events::add, clock),
                        NumberPlan.china(),
                        new InboundMeters(metrics));
    }

    @AfterEach
    void close() throws InterruptedException {
        center.stop();
        metrics.close();
    }

    private InboundAnswer take(String source, String code, String text, String id)
            throws Exception {
        return messages.take(
                        new InboundSms(
                                "smsc-1",
                                SmsAddress.international(source),
                                SmsAddress.serviceCode(code),
                                TextCoding.UCS2,
                                PartNumber.only(),
                                Octets.of(text.getBytes(StandardCharsets.UTF_16BE)),
                                id,
                                links),
                        1)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void write(String text) throws Exception {
        assertThat(take("13800000009", "106500", text, "")).isEqualTo(InboundAnswer.TAKEN);
    }

    private List<String> stored() throws Exception {
        return center
                .inbox(Tenants.BOT, new MessageId(0, 0), 1000)
                .get(10, TimeUnit.SECONDS)
                .stream()
                .map(Delivery::message)
                .peek(m -> assertThat(m.sender().toString()).isEqualTo("+8613800000009"))
                .map(m -> new String(m.payload().body(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void theSameWordsAreAMessageOfTheirOwnUnlessTheyComeAtOnce() throws Exception {
        write("1");
        clock.advance(FIVE_SECONDS);
        write("1");
        assertThat(stored()).containsExactly("1");
        clock.advance(1);
        write("1");
        write("2");
        clock.advance(FIVE_SECONDS + 1);
        write("1");
        assertThat(stored()).containsExactly("1", "1", "2", "1");
        assertThat(events.stream().filter(TrailEvent.CameAsSms.class::isInstance)).hasSize(4);
    }

    @Test
    void whatIsBroughtAgainAfterALostLinkIsKnownFromTheRows() throws Exception {
        write("1");
        clock.advance(MINUTE);
        long lost = clock.millis();
        center.stop();
        clock.advance(40 * MINUTE); // the next half hour, and the one after
        open();
        links = new LinkTimes(lost, clock.millis());
        clock.advance(MINUTE);
        write("1");
        assertThat(stored()).containsExactly("1");
        clock.advance(10 * MINUTE);
        write("1");
        assertThat(stored()).containsExactly("1", "1");
    }

    @Test
    void aNameDecidesWhereThereIsOne() throws Exception {
        take("13800000009", "106500", "1", "a");
        take("13800000009", "106500", "1", "b");
        clock.advance(60 * MINUTE);
        take("13800000009", "106500", "1", "a");
        assertThat(stored()).containsExactly("1", "1");
        assertThat(metrics.scrape())
                .contains("mc_sms_inbound_total{peer=\"smsc-1\",result=\"repeated\"} 1.0");
    }

    @Test
    void whatCanNotBeTakenIsSaid() throws Exception {
        assertThat(messages.serves("10650088")).isTrue();
        assertThat(messages.serves("1099")).isFalse();
        assertThat(take("13800000009", "1099", "x", "")).isEqualTo(InboundAnswer.NOBODY);
        assertThat(take("13800000009", "106500", " \n", "")).isEqualTo(InboundAnswer.REFUSED);
        assertThat(take("Acme", "106500", "x", "")).isEqualTo(InboundAnswer.REFUSED);
        center.drain();
        assertThatThrownBy(() -> write("x"))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("can't be stored now");
        assertThat(metrics.scrape())
                .contains("mc_sms_inbound_total{peer=\"smsc-1\",result=\"busy\"} 1.0");
    }

    @Test
    void aPausedChatbotHasItKept() throws Exception {
        book.update(Tenants.BOT, bot -> bot.withState(Chatbot.State.PAUSED));
        write("x");
        assertThat(stored()).containsExactly("x");
        assertThat(metrics.scrape())
                .contains("mc_sms_inbound_total{peer=\"smsc-1\",result=\"waits\"} 1.0");
    }
}
