package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.Revocation;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.delivery.SmsPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages whose senders named a time: nothing leaves before, and everything at it.
class ScheduledTest {

    private static final long HOUR = 3_600_000;

    private final SteppedCenter bench = new SteppedCenter();

    ScheduledTest() {
        bench.register(ALICE, "alice");
    }

    private Submission later(UserAddress to, String id, long inMs) {
        return later(to, id, inMs, FallbackOffer.RENDERED, true);
    }

    private Submission later(
            UserAddress to, String id, long inMs, FallbackOffer fallback, boolean mayWait) {
        return new Submission(
                ALICE,
                to,
                new ImdnMessageId(id),
                Purpose.CONTENT,
                new Dispositions(Dispositions.NEGATIVE_DELIVERY),
                fallback,
                Payload.of("text/plain", id.getBytes(StandardCharsets.UTF_8)),
                0,
                /* hidden= */ false,
                new Handling(mayWait, bench.clock.millis() + inMs, TrafficClass.USUAL));
    }

    private Revocation revoke(String id) {
        var answer = new CompletableFuture<Revocation>();
        bench.center().revoke(ALICE, BOB, new ImdnMessageId(id), answer::complete);
        bench.settle();
        return answer.join();
    }

    @Test
    void nothingLeavesBeforeItsTimeAndAllOfItAtIt() {
        bench.register(BOB, "phone");
        assertThat(bench.submit(later(BOB, "m1", HOUR))).isInstanceOf(Acceptance.Accepted.class);
        bench.pass(HOUR - 1);
        bench.register(BOB, "phone"); // which sends what waits for it
        assertThat(bench.sent()).doesNotContain("m1");
        assertThat(bench.inbox(BOB)).hasSize(1).allMatch(Delivery::isScheduled);
        bench.pass(1);
        assertThat(bench.sent()).containsOnlyOnce("m1");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -HOUR})
    void aTimeThatHasPassedIsNow(long inMs) {
        bench.register(BOB, "phone");
        bench.submit(later(BOB, "m1", inMs));
        assertThat(bench.sent()).contains("m1");
    }

    @Test
    void isInNobodysWay() {
        bench.register(BOB, "phone");
        bench.submit(later(BOB, "later", HOUR));
        for (String id : List.of("m1", "m2")) {
            bench.submit(ALICE, BOB, id);
            bench.rcs.take().accept();
            bench.settle();
        }
        assertThat(bench.sent()).containsExactly("m1", "m2");
        bench.pass(HOUR);
        assertThat(bench.sent()).containsExactly("m1", "m2", "later");
    }

    @Test
    void survivesTheEndOfTheProcessWhereverItComes() {
        for (int commits = 1; commits < 4; commits++) {
            var one = new ScheduledTest();
            one.bench.register(BOB, "phone");
            one.bench.submit(one.later(BOB, "m1", HOUR));
            one.bench.restart();
            one.bench.pass(HOUR - 1_000);
            assertThat(one.bench.sent()).doesNotContain("m1");
            one.bench.clock.advance(1_000);
            one.bench.dieAfterCommits(commits);
            one.bench.pass(60_000);
            assertThat(one.bench.sent()).contains("m1");
        }
    }

    @Test
    void leavesAtOnceWhenItsTimeCameWhileNobodyWasThere() {
        bench.register(BOB, "phone");
        bench.submit(later(BOB, "m1", HOUR));
        bench.clock.advance(2 * HOUR);
        bench.restart();
        assertThat(bench.sent()).containsOnlyOnce("m1");
    }

    @Test
    void isTakenBackBeforeItsTimeAndNotAfterIt() {
        bench.register(BOB, "phone");
        bench.submit(later(BOB, "m1", HOUR));
        bench.submit(later(BOB, "m2", HOUR));
        assertThat(revoke("m1")).isInstanceOf(Revocation.Revoked.class);
        bench.pass(HOUR);
        assertThat(bench.sent()).containsExactly("m2");
        assertThat(revoke("m2")).isInstanceOf(Revocation.TooLate.class);
        assertThat(bench.events(TrailEvent.Ended.class))
                .extracting(TrailEvent.Ended::outcome)
                .contains(Outcome.REVOKED);
    }

    @Test
    void theSameAgainIsTheSame() {
        bench.submit(later(BOB, "m1", HOUR));
        assertThat(bench.submit(later(BOB, "m1", 0))).isInstanceOf(Acceptance.Duplicate.class);
    }

    @Test
    void deadlinesAndExpiryCountFromItsTime() {
        bench.fallbackAfterMs = HOUR;
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(later(BOB, "m1", 100 * HOUR)); // beyond the lifetime of others
        bench.pass(101 * HOUR - 1);
        assertThat(bench.sms.all()).isEmpty();
        assertThat(bench.inbox(BOB)).hasSize(1);
        bench.pass(1);
        assertThat(bench.sms.all()).hasSize(1);
    }

    @Test
    void expiresAfterItsTimeIfTheUserDoesNotCome() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(later(BOB, "m1", 100 * HOUR, FallbackOffer.NONE, true));
        long lifetime = CenterConfig.DEFAULT.lifetimeMs();
        bench.pass(100 * HOUR + lifetime - 1);
        assertThat(bench.inbox(BOB)).hasSize(1);
        bench.pass(1);
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.events(TrailEvent.Ended.class))
                .extracting(TrailEvent.Ended::outcome)
                .containsExactly(Outcome.EXPIRED);
    }

    @Test
    void leavesAsSmsAtItsTimeToWhoHasNoRcs() {
        bench.submit(later(BOB, "m1", HOUR));
        assertThat(bench.sms.all()).isEmpty();
        bench.pass(HOUR);
        assertThat(bench.sms.all()).hasSize(1);
    }

    @Test
    void failsAtItsTimeWhereThereIsNoWay() {
        bench.sms.plan(new SmsPlan.NotPossible(RouteReason.NO_GATEWAY));
        bench.submit(later(BOB, "m1", HOUR));
        bench.pass(HOUR);
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.events(TrailEvent.Ended.class))
                .filteredOn(e -> !e.message().isReport())
                .extracting(TrailEvent.Ended::outcome)
                .containsExactly(Outcome.FAILED);
    }

    @Test
    void whatIsNotKeptForAUserIsKeptUntilItsTime() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(later(BOB, "m1", HOUR, new FallbackOffer.Sms("as sms"), false));
        bench.pass(HOUR - 1);
        assertThat(bench.sms.all()).isEmpty();
        bench.pass(1);
        assertThat(bench.sms.all()).hasSize(1);
    }

    /// One after the other, in the order of their acceptance.
    @Test
    void manyOfOneConversationKeepTheirOrder() {
        bench.register(BOB, "phone");
        for (int i = 0; i < 10; i++) {
            bench.submit(later(BOB, "m" + i, HOUR));
        }
        bench.pass(HOUR);
        while (!bench.rcs.open().isEmpty()) {
            bench.rcs.take().accept();
            bench.settle();
        }
        assertThat(bench.sent())
                .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    }

    @Test
    void countsForTheLimitOfTheMailbox() {
        for (int i = 0; i < CenterConfig.DEFAULT.maxStoredPerUser(); i++) {
            assertThat(bench.offer(later(BOB, "m" + i, HOUR))).isNotDone();
        }
        bench.settle();
        assertThat(bench.submit(later(BOB, "more", HOUR))).isInstanceOf(Acceptance.Refused.class);
    }

    /// More than a turn takes: the next turn follows at once, without waiting for the clock.
    @Test
    void manyThatComeDueTogetherLeaveWithoutAPause() {
        int many = 3_000;
        for (int i = 0; i < many; i++) {
            var user = new Msisdn(8613810000000L + i);
            bench.register(user, "phone");
            assertThat(bench.offer(later(user, "m" + i, HOUR))).isNotDone();
        }
        bench.settle();
        bench.pass(HOUR);
        assertThat(bench.sent()).hasSize(many).doesNotHaveDuplicates();
        assertThat(bench.events(TrailEvent.Held.class)).hasSize(many);
    }
}
