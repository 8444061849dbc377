package org.fivegmc.maap.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.maap.tenant.Tenants;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final AttemptOutcome TAKEN = new AttemptOutcome.Accepted(true);
    private static final AttemptOutcome REFUSED = new AttemptOutcome.Later("answered 400", 0);

    private final Gathering reports = new Gathering(4, 10);

    private static Gathering.Waiting report(String about) {
        return new Gathering.Waiting(
                new Message(
                        new MessageId(1, 1),
                        Msisdn.of("+8613900000001"),
                        Tenants.BOT,
                        new ImdnMessageId(about),
                        new Purpose.Report(new ImdnMessageId(about), ReportKind.DELIVERED),
                        Dispositions.NONE,
                        FallbackOffer.NONE,
                        Payload.of("", new byte[0]),
                        0,
                        Long.MAX_VALUE,
                        Handling.USUAL),
                _ -> {});
    }

    private Gathering.Offered offer(String about) {
        return reports.offer(report(about), 2);
    }

    private List<String> next() {
        return reports.next().stream().map(one -> one.message().imdnId().value()).toList();
    }

    private void wait(int reports) {
        for (int i = 1; i <= reports; i++) {
            offer("r" + i);
        }
    }

    @Test
    void theFirstGoesAtOnceAndTheNextTogether() {
        assertThat(offer("a")).isEqualTo(Gathering.Offered.CALL);
        assertThat(next()).containsExactly("a");
        assertThat(offer("b")).isEqualTo(Gathering.Offered.WAITS);
        assertThat(offer("c")).isEqualTo(Gathering.Offered.WAITS);
        assertThat(next()).containsExactly("b", "c");
        assertThat(next()).isEmpty();
        assertThat(offer("d")).as("nobody calls").isEqualTo(Gathering.Offered.CALL);
    }

    @Test
    void moreCallsBeginWhenOneWouldNotHoldThem() {
        offer("a");
        next();
        wait(3);
        assertThat(offer("d")).isEqualTo(Gathering.Offered.CALL);
        assertThat(next()).hasSize(4);
        wait(3);
        assertThat(offer("e")).as("no more than two calls").isEqualTo(Gathering.Offered.WAITS);
    }

    @Test
    void whatWaitsHasALimit() {
        wait(10);
        assertThat(offer("x")).isEqualTo(Gathering.Offered.FULL);
        next();
        assertThat(offer("x")).isNotEqualTo(Gathering.Offered.FULL);
    }

    @Test
    void whoRefusesSeveralGetsFewer() {
        wait(10);
        assertThat(next()).hasSize(4);
        reports.ended(4, REFUSED);
        assertThat(next()).hasSize(2);
        reports.ended(2, REFUSED);
        assertThat(next()).hasSize(1);
        reports.ended(1, REFUSED);
        assertThat(next()).as("never none").hasSize(1);
        reports.ended(1, TAKEN);
        assertThat(next()).hasSize(2);
        wait(8);
        reports.ended(2, TAKEN);
        assertThat(next()).hasSize(4);
    }

    @Test
    void silenceSaysNothingAboutThem() {
        wait(10);
        assertThat(next()).hasSize(4);
        reports.ended(4, new AttemptOutcome.Unreachable("no answer").inDoubt());
        assertThat(next()).hasSize(4);
    }

    @Test
    void aCallThatBreaksOffLeavesRoomForAnother() {
        offer("a");
        assertThat(next()).containsExactly("a");
        assertThat(offer("b")).isEqualTo(Gathering.Offered.WAITS);
        reports.brokeOff();
        assertThat(offer("c")).isEqualTo(Gathering.Offered.CALL);
        assertThat(next()).containsExactly("b", "c");
    }
}
