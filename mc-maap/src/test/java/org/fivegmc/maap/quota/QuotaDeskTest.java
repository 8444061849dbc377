package org.fivegmc.maap.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Quota;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.TenantFault;
import org.fivegmc.maap.tenant.Tenants;
import org.fivegmc.maap.tenant.Traffic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotaDeskTest {

    private static final URI HOOK = URI.create("https://hook.example/x");

    private final Tenants.Memory rows = new Tenants.Memory();
    private final TenantBook book = new TenantBook(rows, 10);
    private final List<String> events = new ArrayList<>();
    private final List<QuotaDesk> opened = new ArrayList<>();

    /// Ten in the morning in China.
    private Instant now = Instant.parse("2026-11-27T02:00:00Z");

    private final QuotaEvents told =
            new QuotaEvents() {
                @Override
                public void counted(int recipients) {
                    events.add("counted " + recipients);
                }

                @Override
                public void overQuota(Level level, Period period, int recipients) {
                    events.add(level + " " + period + " " + recipients);
                }

                @Override
                public void notSaved(RuntimeException cause) {
                    events.add("not saved");
                }
            };

    private final TimeMeter meter =
            new TimeMeter() {
                @Override
                public long currentTimeNanos() {
                    return Duration.between(Instant.EPOCH, now).toNanos();
                }

                @Override
                public boolean isWallClockBased() {
                    return true;
                }
            };

    @AfterEach
    void close() {
        rows.broken = false;
        opened.forEach(QuotaDesk::close);
    }

    private QuotaDesk desk(Quota gateway) {
        var desk = new QuotaDesk(book, rows, gateway, told, () -> now, meter);
        opened.add(desk);
        return desk;
    }

    private void csp(Quota quota) {
        book.put(Tenants.csp("acme").withQuota(quota));
    }

    private Chatbot chatbot(String user, Quota quota) {
        Chatbot one = Tenants.chatbot(HOOK);
        var chatbot =
                new Chatbot(
                        new ChatbotAddress("sip:" + user + "@botplatform.rcs.example"),
                        one.csp(),
                        one.customer(),
                        one.dialect(),
                        one.keys(),
                        one.callback(),
                        one.state(),
                        one.testers(),
                        quota,
                        one.profile(),
                        true,
                        Traffic.PLAIN);
        book.put(chatbot);
        return chatbot;
    }

    private static Quota perDay(long limit) {
        return new Quota(0, limit, 0);
    }

    @Test
    void whoHasNoQuotaSendsAndIsCounted() {
        csp(Quota.NONE);
        Chatbot bot = chatbot("1", Quota.NONE);
        QuotaDesk desk = desk(Quota.NONE);
        assertThat(desk.take(bot, 100)).isEmpty();
        assertThat(desk.take(bot, 1)).isEmpty();
        assertThat(desk.usage(bot.address()).day()).isEqualTo(101);
        assertThat(desk.usage("acme").month()).isEqualTo(101);
        assertThat(events).containsExactly("counted 100", "counted 1");
    }

    @Test
    void theLastRecipientOfADayPassesAndTheNextDoesNotBeforeMidnightInChina() {
        csp(Quota.NONE);
        Chatbot bot = chatbot("1", perDay(10));
        QuotaDesk desk = desk(Quota.NONE);
        assertThat(desk.take(bot, 9)).isEmpty();
        assertThat(desk.take(bot, 2).orElseThrow())
                .isEqualTo(new Exceeded(Level.CHATBOT, bot.address().uri(), Period.DAY, 10, 2))
                .extracting(Exceeded::text)
                .asString()
                .contains("chatbot sip:1@botplatform.rcs.example", "10 recipients a day", "with 2");
        assertThat(desk.take(bot, 1)).isEmpty();
        now = Instant.parse("2026-11-27T15:59:59Z");
        assertThat(desk.take(bot, 1)).isPresent();
        now = Instant.parse("2026-11-27T16:00:00Z");
        assertThat(desk.take(bot, 10)).isEmpty();
        assertThat(desk.usage(bot.address()).month()).isEqualTo(20);
    }

    @Test
    void aMonthIsThatOfTheCalendar() {
        csp(new Quota(0, 0, 5));
        Chatbot bot = chatbot("1", Quota.NONE);
        QuotaDesk desk = desk(Quota.NONE);
        assertThat(desk.take(bot, 5)).isEmpty();
        now = Instant.parse("2026-11-30T15:59:59Z");
        assertThat(desk.take(bot, 1).orElseThrow())
                .isEqualTo(new Exceeded(Level.CSP, "acme", Period.MONTH, 5, 1))
                .extracting(Exceeded::text)
                .asString()
                .contains("provider acme", "a month");
        now = Instant.parse("2026-11-30T16:00:00Z");
        assertThat(desk.take(bot, 5)).isEmpty();
        now = Instant.parse("2027-12-01T00:00:00Z");
        assertThat(desk.take(bot, 5)).as("the same month a year later").isEmpty();
    }

    @Test
    void aSecondIsRefilledEvenly() {
        csp(Quota.NONE);
        Chatbot bot = chatbot("1", new Quota(10, 0, 0));
        QuotaDesk desk = desk(Quota.NONE);
        assertThat(desk.take(bot, 10)).isEmpty();
        assertThat(desk.take(bot, 1).orElseThrow().period()).isEqualTo(Period.SECOND);
        now = now.plusMillis(500);
        assertThat(desk.take(bot, 6)).isPresent();
        assertThat(desk.take(bot, 5)).isEmpty();
        // more than all of it never passes
        now = now.plusSeconds(100);
        assertThat(desk.take(bot, 11)).isPresent();
        assertThat(desk.usage(bot.address()).day()).isEqualTo(15);
        // another limit holds at once
        Chatbot slower = bot.withQuota(new Quota(2, 0, 0));
        assertThat(desk.take(slower, 3)).isPresent();
        assertThat(desk.take(slower, 2)).isEmpty();
    }

    @Test
    void whoIsRefusedTakesNothingOfWhatOthersShare() {
        csp(perDay(10));
        Chatbot greedy = chatbot("1", perDay(3));
        Chatbot modest = chatbot("2", Quota.NONE);
        QuotaDesk desk = desk(perDay(12));
        assertThat(desk.take(greedy, 3)).isEmpty();
        for (int i = 0; i < 100; i++) {
            assertThat(desk.take(greedy, 1).orElseThrow().level()).isEqualTo(Level.CHATBOT);
        }
        assertThat(desk.take(modest, 7)).isEmpty();
        assertThat(desk.take(modest, 1).orElseThrow().level()).isEqualTo(Level.CSP);
        assertThat(desk.usage(modest.address()).day()).as("given back").isEqualTo(7);
        csp(Quota.NONE);
        assertThat(desk.take(modest, 3).orElseThrow())
                .isEqualTo(new Exceeded(Level.GATEWAY, "", Period.DAY, 12, 3));
        assertThat(desk.take(modest, 2)).isEmpty();
        assertThat(desk.usage("acme").day()).isEqualTo(12);
        assertThat(events).contains("CHATBOT DAY 1", "CSP DAY 1", "GATEWAY DAY 3");
    }

    @Test
    void whatIsGivenBackCanBeSentAgain() {
        csp(new Quota(2, 2, 2));
        Chatbot bot = chatbot("1", new Quota(2, 2, 2));
        QuotaDesk desk = desk(new Quota(2, 2, 2));
        assertThat(desk.take(bot, 2)).isEmpty();
        desk.giveBack(bot, 2);
        desk.giveBack(bot, 0);
        assertThat(desk.take(bot, 2)).isEmpty();
        assertThat(desk.take(bot, 1)).isPresent();
        // the day it was taken on is over
        now = Instant.parse("2026-11-30T16:00:00Z");
        desk.giveBack(bot, 2);
        assertThat(desk.usage(bot.address())).extracting(Usage::day, Usage::month).containsOnly(0L);
    }

    @Test
    void countsAreTheSameAfterAStart() {
        csp(perDay(10));
        Chatbot bot = chatbot("1", Quota.NONE);
        QuotaDesk first = desk(Quota.NONE);
        assertThat(first.take(bot, 6)).isEmpty();
        first.save();
        assertThat(first.take(bot, 1)).isEmpty();
        assertThat(desk(Quota.NONE).usage("acme").day()).as("killed: as it was saved").isEqualTo(6);
        first.close();
        assertThat(desk(Quota.NONE).usage(bot.address()).day()).as("stopped").isEqualTo(7);
        assertThat(desk(Quota.NONE).take(bot, 4)).isPresent();
        assertThat(desk(perDay(7)).take(bot, 1).orElseThrow().level()).isEqualTo(Level.GATEWAY);
        now = now.plus(Duration.ofDays(1));
        assertThat(desk(Quota.NONE).usage("acme").day()).isZero();
    }

    @Test
    void whatCouldNotBeSavedIsSavedLater() {
        csp(Quota.NONE);
        Chatbot bot = chatbot("1", Quota.NONE);
        QuotaDesk desk = desk(Quota.NONE);
        assertThat(desk.take(bot, 3)).isEmpty();
        rows.broken = true;
        desk.save();
        assertThat(events).contains("not saved");
        rows.broken = false;
        desk.save();
        assertThat(desk(Quota.NONE).usage(bot.address()).day()).isEqualTo(3);
    }

    @Test
    void whoIsRemovedIsForgotten() {
        csp(Quota.NONE);
        Chatbot bot = chatbot("1", Quota.NONE);
        QuotaDesk desk = desk(Quota.NONE);
        assertThat(desk.take(bot, 3)).isEmpty();
        desk.save();
        assertThat(rows.rows).hasSize(5);
        book.remove(bot.address());
        book.removeCsp("acme");
        desk.save();
        assertThat(rows.rows).as("the count of all").hasSize(1);
        assertThat(desk.usage(bot.address()).day()).isZero();
    }

    @Test
    void limitsHaveLimits() {
        assertThat(new Quota(Quota.MOST_PER_SECOND, Quota.MOST, Quota.MOST)).isNotNull();
        assertThatThrownBy(() -> new Quota(Quota.MOST_PER_SECOND + 1, 0, 0))
                .isInstanceOf(TenantFault.class)
                .hasMessageContaining("per second");
        assertThatThrownBy(() -> new Quota(0, Quota.MOST + 1, 0)).hasMessageContaining("per day");
        assertThatThrownBy(() -> new Quota(0, 0, -1)).hasMessageContaining("per month");
    }
}
