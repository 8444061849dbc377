package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.submission;

import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.StorageException;
import org.junit.jupiter.api.Test;

/// Bodies outside of rows live as long as the row that refers to them.
class LargeBodiesTest {

    private static final UserAddress STRANGER = Msisdn.of("+8613800000009");

    private final SteppedCenter bench = new SteppedCenter();

    private static Submission large(UserAddress to, String id, int asked) {
        Submission s = submission(ALICE, to, id, asked);
        return new Submission(
                s.sender(),
                s.recipient(),
                s.imdnId(),
                s.purpose(),
                s.dispositions(),
                s.fallback(),
                new Payload("message/cpim", new byte[8192], new byte[0], body(id)),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    private static BodyRef body(String id) {
        return new BodyRef("2026-11-30/" + id, 100 << 20);
    }

    @Test
    void theBodyGoesWithTheDeliveredMessage() {
        bench.register(BOB, "phone");
        assertThat(bench.submit(large(BOB, "m1", 0))).isInstanceOf(Acceptance.Accepted.class);
        assertThat(bench.inbox(BOB))
                .singleElement()
                .satisfies(d -> assertThat(d.message().payload().whole()).isEqualTo(body("m1")));
        assertThat(bench.bodies.deleted).isEmpty();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.bodies.deleted).containsExactly(body("m1"));
    }

    /// Only what no row refers to any more, surely, may go.
    @Test
    void theBodyStaysUntilTheRemovalIsDurable() {
        bench.register(BOB, "phone");
        bench.submit(large(BOB, "m1", 0));
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.bodies.deleted).isEmpty();
        bench.pass(1_000);
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.bodies.deleted).containsExactly(body("m1"));
    }

    @Test
    void theBodyStaysWhileTheMessageWaitsOrIsTriedAgain() {
        bench.register(BOB, "phone");
        bench.submit(large(BOB, "m1", 0));
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        bench.restart();
        assertThat(bench.inbox(BOB))
                .singleElement()
                .satisfies(d -> assertThat(d.message().payload().whole()).isEqualTo(body("m1")));
        assertThat(bench.bodies.deleted).isEmpty();
    }

    @Test
    void theBodyGoesWithWhatIsPurged() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(large(BOB, "m1", 0));
        var purged = bench.center().purge(BOB);
        bench.settle();
        assertThat(purged.join()).isEqualTo(1);
        assertThat(bench.bodies.deleted).containsExactly(body("m1"));
    }

    @Test
    void theBodyGoesWithWhatIsRevoked() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(large(BOB, "m1", 0));
        bench.center().revoke(ALICE, BOB, new ImdnMessageId("m1"), _ -> {});
        bench.settle();
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.bodies.deleted).containsExactly(body("m1"));
    }

    @Test
    void theBodyGoesWithWhatHasExpired() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(large(BOB, "m1", 0));
        assertThat(bench.inbox(BOB)).hasSize(1);
        bench.pass(CenterConfig.DEFAULT.lifetimeMs() + 1);
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.bodies.deleted).containsExactly(body("m1"));
    }

    @Test
    void theBodyGoesWithWhatLeftAsSms() {
        bench.sms.plan(new SmsPlan.Ready("smsc-a", 7, 1));
        bench.submit(large(STRANGER, "m1", 0));
        assertThat(bench.inbox(STRANGER))
                .singleElement()
                .matches(d -> d.state() instanceof DeliveryState.Sms);
        assertThat(bench.bodies.deleted).isEmpty();
        bench.sms.last().listener().ended(0, new PartOutcome.Rejected("no"));
        bench.settle();
        assertThat(bench.inbox(STRANGER)).isEmpty();
        assertThat(bench.bodies.deleted).containsExactly(body("m1"));
    }

    /// Whose it is then is said at [MessageCenter#submit].
    @Test
    void whatWasNotAcceptedIsNotOurs() {
        bench.register(BOB, "phone");
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        assertThat(bench.submit(large(BOB, "m1", 0))).isInstanceOf(Acceptance.Refused.class);
        bench.pass(1_000);
        bench.submit(large(BOB, "m1", Dispositions.POSITIVE_DELIVERY));
        assertThat(bench.submit(large(BOB, "m1", 0))).isInstanceOf(Acceptance.Duplicate.class);
        assertThat(bench.bodies.deleted).isEmpty();
    }
}
