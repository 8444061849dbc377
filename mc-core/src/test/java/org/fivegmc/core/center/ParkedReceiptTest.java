package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.CAROL;
import static org.fivegmc.core.center.SteppedCenter.submission;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A receipt that was acknowledged before its part was known, and a process that ends somewhere
/// between the commit that makes the part known and the last one that follows from it. The receipt
/// will not come again.
class ParkedReceiptTest {

    private static final long HOUR = 3_600_000;

    /// More than a page of them.
    private static final int MANY = 400;

    private static CenterConfig config(int batchMax) {
        CenterConfig d = CenterConfig.DEFAULT;
        return new CenterConfig(
                d.node(),
                2,
                d.queueCapacity(),
                batchMax,
                d.cachedUsersPerWriter(),
                d.maxInFlightPerUser(),
                d.maxStoredPerUser(),
                d.maxBindingsPerUser(),
                d.lifetimeMs(),
                d.reportLifetimeMs(),
                d.dedupMs(),
                d.receiptMs(),
                d.parkedReceiptMs(),
                d.scanLimit(),
                d.chatbots(),
                d.mirrorDisplayed());
    }

    private static SteppedCenter bench(int batchMax) {
        return new SteppedCenter(config(batchMax), DeliveryPolicy.DEFAULT);
    }

    private static GatewayMessageKey key(String id) {
        return new GatewayMessageKey("smsc-a", id);
    }

    private static boolean receipt(SteppedCenter bench, String id, boolean delivered) {
        var done = new CompletableFuture<Boolean>();
        bench.center()
                .receipt(new InboundReceipt(key(id), delivered, "", -1, List.of()), done::complete);
        bench.settle();
        return done.getNow(false);
    }

    private static List<String> told(SteppedCenter bench) {
        while (!bench.rcs.open().isEmpty()) {
            bench.rcs.take().accept();
            bench.settle();
        }
        return bench.rcs.all().stream()
                .filter(a -> a.message().isReport())
                .map(a -> new String(a.message().payload().body(), StandardCharsets.UTF_8))
                .distinct()
                .toList();
    }

    /// The ids lie in shards of both writers, the recipient's in one of them: the commits come in
    /// turns of one writer and of two, and in one batch or one by one.
    @ParameterizedTest
    @CsvSource({
        "1, true",
        "1, false",
        "1024, true",
        "1024, false",
    })
    void countsWhereverTheProcessEnds(int batchMax, boolean delivered) {
        for (String id : List.of("id-1", "id-2", "id-3", "id-4")) {
            int commits = 1;
            while (survives(bench(batchMax), id, delivered, commits)) {
                commits++;
            }
            assertThat(commits).as("commits that follow").isGreaterThan(3);
        }
    }

    /// @return whether the process died
    private static boolean survives(
            SteppedCenter bench, String id, boolean delivered, int commits) {
        bench.register(ALICE, "alice");
        bench.submit(
                submission(
                        ALICE,
                        CAROL,
                        "m1",
                        Dispositions.POSITIVE_DELIVERY | Dispositions.NEGATIVE_DELIVERY));
        assertThat(receipt(bench, id, delivered)).as("acknowledged").isTrue();
        assertThat(bench.parked()).containsExactly(key(id));
        bench.sms.last().listener().accepted(0, key(id));
        boolean died = bench.dieAfterCommits(commits);
        bench.pass(0);
        for (int i = 0; i < 3; i++) {
            told(bench);
            bench.pass(DeliveryPolicy.DEFAULT.unknownWaitMs());
        }
        String end = delivered ? "DELIVERED" : "FAILED";
        assertThat(told(bench)).as("%s, %d commits", id, commits).containsExactly(end);
        assertThat(bench.sms.all()).as("%s, %d commits", id, commits).hasSize(1);
        assertThat(bench.inbox(CAROL)).isEmpty();
        assertThat(bench.parked()).isEmpty();
        return died;
    }

    @Test
    void theOtherPartsOfALongMessageAreNotTouched() {
        SteppedCenter bench = bench(1);
        bench.register(ALICE, "alice");
        bench.sms.plan(new SmsPlan.Ready("smsc-a", 40, 2));
        bench.submit(submission(ALICE, CAROL, "m1", Dispositions.POSITIVE_DELIVERY));
        assertThat(receipt(bench, "id-1", true)).isTrue();
        var listener = bench.sms.last().listener();
        listener.accepted(1, key("id-2"));
        bench.settle();
        listener.accepted(0, key("id-1"));
        assertThat(bench.dieAfterCommits(1)).isTrue();
        assertThat(told(bench)).isEmpty();
        assertThat(bench.inbox(CAROL)).hasSize(1);
        assertThat(receipt(bench, "id-2", true)).isTrue();
        assertThat(told(bench)).containsExactly("DELIVERED");
        assertThat(bench.sms.all()).hasSize(1);
    }

    /// What is parked is kept for an hour; a process that was away longer matches it first.
    @Test
    void countsAfterALongAbsence() {
        SteppedCenter bench = bench(1);
        bench.register(ALICE, "alice");
        bench.submit(submission(ALICE, CAROL, "m1", Dispositions.POSITIVE_DELIVERY));
        assertThat(receipt(bench, "id-1", true)).isTrue();
        bench.sms.last().listener().accepted(0, key("id-1"));
        assertThat(bench.dieAfterCommits(1, 2 * HOUR)).isTrue();
        assertThat(told(bench)).containsExactly("DELIVERED");
        assertThat(bench.sms.all()).hasSize(1);
    }

    /// Gateways use ids again: what has outlived its hour is about an earlier part.
    @Test
    void isNotTakenForANewPartWhenItIsTooOld() {
        SteppedCenter bench = bench(1);
        assertThat(receipt(bench, "id-1", true)).isTrue();
        bench.clock.advance(2 * HOUR);
        bench.submit(ALICE, CAROL, "m1");
        assertThat(bench.parked()).as("not swept yet").hasSize(1);
        bench.sms.last().listener().accepted(0, key("id-1"));
        assertThat(bench.dieAfterCommits(1)).isTrue();
        assertThat(bench.inbox(CAROL)).hasSize(1);
        assertThat(bench.parked()).isEmpty();
    }

    @Test
    void manyAreMatchedPageByPage() {
        SteppedCenter bench = bench(1024);
        for (int i = 0; i < MANY; i++) {
            bench.submit(ALICE, CAROL, "m" + i);
            assertThat(receipt(bench, "id-" + i, true)).isTrue();
        }
        assertThat(receipt(bench, "of somebody else", true)).isTrue();
        IntStream.range(0, MANY)
                .forEach(i -> bench.sms.all().get(i).listener().accepted(0, key("id-" + i)));
        // one writer has made its parts known, all at once, and nobody has heard of it
        assertThat(bench.dieAfterCommits(1)).isTrue();
        int arrived = bench.events(TrailEvent.ReceiptArrived.class).size();
        assertThat(arrived).as("more than a page").isGreaterThan(150);
        assertThat(bench.inbox(CAROL)).hasSize(MANY - arrived);
        assertThat(bench.parked()).hasSize(MANY - arrived + 1);
    }

    @Test
    void staysParkedWhileTheStoreTakesNothing() {
        SteppedCenter bench = bench(1);
        bench.submit(ALICE, CAROL, "m1");
        assertThat(receipt(bench, "id-1", true)).isTrue();
        bench.sms.last().listener().accepted(0, key("id-1"));
        bench.center().runOneTurn();
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.settle();
        assertThat(bench.parked()).hasSize(1);
        bench.pass(1_000);
        assertThat(bench.parked()).isEmpty();
        assertThat(bench.inbox(CAROL)).isEmpty();
    }

    /// Without what it belongs to it waits, and is forgotten after its hour.
    @Test
    void isForgottenWhenNothingComes() {
        SteppedCenter bench = bench(1);
        assertThat(receipt(bench, "id-1", true)).isTrue();
        bench.restart();
        assertThat(bench.parked()).hasSize(1);
        bench.clock.advance(CenterConfig.DEFAULT.parkedReceiptMs());
        for (int shards = 0; shards < 4096 && !bench.parked().isEmpty(); shards++) {
            bench.pass(5_000);
            bench.center().runOneTurn();
        }
        assertThat(bench.parked()).isEmpty();
    }
}
