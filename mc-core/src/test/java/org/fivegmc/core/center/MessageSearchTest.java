package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.CAROL;
import static org.fivegmc.core.center.SteppedCenter.submission;

import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.center.MessageCenter.Found;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.StorageException;
import org.junit.jupiter.api.Test;

class MessageSearchTest {

    private final SteppedCenter bench = new SteppedCenter();

    private MessageId accepted(UserAddress to, String id) {
        if (bench.submit(submission(ALICE, to, id, Dispositions.POSITIVE_DELIVERY))
                instanceof Acceptance.Accepted(var given)) {
            return given;
        }
        throw new AssertionError("not accepted");
    }

    private Found find(MessageId id) {
        return find(id, MessageCenter.SEARCH_MAX);
    }

    private Found find(MessageId id, int most) {
        CompletableFuture<Found> answer = bench.center().find(id, most);
        bench.settle();
        return answer.join();
    }

    private Delivery stored(MessageId id) {
        if (find(id) instanceof Found.Stored(var delivery)) {
            assertThat(delivery.message().id()).isEqualTo(id);
            return delivery;
        }
        throw new AssertionError("not found");
    }

    @Test
    void findsWhatIsStoredInAnyStateAlsoAfterARestart() {
        bench.register(BOB, "phone");
        MessageId sending = accepted(BOB, "m1");
        MessageId queued = accepted(BOB, "m2");
        MessageId sms = accepted(CAROL, "m3");
        assertThat(stored(sending).state()).isInstanceOf(DeliveryState.Sending.class);
        assertThat(stored(queued).state()).isInstanceOf(DeliveryState.Held.class);
        assertThat(stored(sms).state()).isInstanceOf(DeliveryState.Sms.class);
        bench.restart();
        assertThat(stored(sending).attempts()).isEqualTo(2);
        assertThat(stored(sms).message().recipient()).isEqualTo(CAROL);
    }

    @Test
    void findsWhatHasEndedWhileItsReportIsNotStored() {
        bench.register(ALICE, "alice");
        bench.register(BOB, "phone");
        MessageId id = accepted(BOB, "m1");
        bench.rcs.take().end(new AttemptOutcome.Accepted(false));
        while (bench.events(TrailEvent.Ended.class).isEmpty()) {
            bench.center().runOneTurn();
        }
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.settle();
        // a writer whose commit failed rests for a moment
        bench.pass(500);
        Delivery over = stored(id);
        assertThat(over.isOver()).isTrue();
        assertThat(over.reportsDueList()).containsExactly(ReportKind.DELIVERED);
        bench.pass(DeliveryPolicy.DEFAULT.reportRetryMs());
        // now it is the other's first commit that fails
        bench.pass(500);
        bench.pass(500);
        assertThat(find(id)).isInstanceOf(Found.Nothing.class);
    }

    @Test
    void tellsWhatItLookedAtInVain() {
        accepted(CAROL, "m1");
        accepted(CAROL, "m2");
        var unknown = new MessageId(0xffff, 1);
        assertThat(MessageIdMint.writer(unknown)).isEqualTo(0xff);
        assertThat(find(unknown)).isEqualTo(new Found.Nothing(2));
    }

    /// A page of timers that are due at once, and then as many again in each of the next shards.
    @Test
    void takesATurnPerPageAndGivesUpInTheEnd() {
        MessageId last = new MessageId(0, 0);
        int count = 0;
        for (long digits = 8613900000000L; count < 3 * MessageSearch.PAGE; digits++) {
            var user = new Msisdn(digits);
            if (Shards.of(user) == Shards.of(CAROL)) {
                for (int i = 0; i < 900; i++, count++) {
                    last = accepted(user, "m" + count);
                }
            }
        }
        assertThat(stored(last).message().id()).isEqualTo(last);
        var unknown = new MessageId(0, 7);
        assertThat(find(unknown)).isInstanceOf(Found.Nothing.class);
        assertThat(find(unknown, 1_500))
                .isInstanceOfSatisfying(
                        Found.GaveUp.class,
                        g -> assertThat(g.looked()).isBetween(1_500, 3 * MessageSearch.PAGE));
        CompletableFuture<Found> answer = bench.center().find(unknown, MessageCenter.SEARCH_MAX);
        int turns = 0;
        while (!answer.isDone()) {
            bench.center().runOneTurn();
            turns++;
        }
        assertThat(turns).as("no writer is held up").isGreaterThan(30);
    }
}
