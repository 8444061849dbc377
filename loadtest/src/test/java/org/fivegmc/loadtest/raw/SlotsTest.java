package org.fivegmc.loadtest.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The schedule of RFC 3261 section 17.1.2.2, on a clock of our own.
class SlotsTest {
    private static final long MILLI = 1_000_000L;
    private static final long START = 7_000_000_000L;

    @Test
    void overUdpARequestIsRepeatedAtGrowingIntervalsAndGivenUpAfter32Seconds() {
        Slots slots = new Slots(4, true);
        int slot = slots.take(0, 1, 1, START, START);
        List<Long> repeated = new ArrayList<>();
        long givenUp = 0;
        for (long now = START; givenUp == 0; now += MILLI) {
            if (slots.firstDue(now) == slot) {
                if (slots.expired(slot, now)) {
                    slots.release(slot);
                    givenUp = (now - START) / MILLI;
                } else {
                    repeated.add((now - START) / MILLI);
                    slots.retransmitted(slot);
                }
            }
        }
        assertThat(repeated)
                .containsExactly(
                        500L, 1_500L, 3_500L, 7_500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L,
                        31_500L);
        assertThat(givenUp).isEqualTo(32_000);
        assertThat(slots.underWay()).isZero();
    }

    @Test
    void aLateTurnDoesNotMoveTheSchedule() {
        Slots slots = new Slots(4, true);
        int slot = slots.take(0, 1, 1, START, START);
        slots.retransmitted(slots.firstDue(START + 900 * MILLI));
        assertThat(slots.firstDue(START + 1_499 * MILLI)).isNegative();
        assertThat(slots.firstDue(START + 1_500 * MILLI)).isEqualTo(slot);
    }

    @Test
    void overTcpNothingIsRepeated() {
        Slots slots = new Slots(4, false);
        int slot = slots.take(0, 1, 1, START, START);
        assertThat(slots.firstDue(START + 31_999 * MILLI)).isNegative();
        assertThat(slots.firstDue(START + 32_000 * MILLI)).isEqualTo(slot);
        assertThat(slots.expired(slot, START + 32_000 * MILLI)).isTrue();
    }

    @Test
    void whatIsAnsweredIsNotDue() {
        Slots slots = new Slots(3, true);
        int a = slots.take(0, 1, 1, START, START);
        int b = slots.take(1, 2, 1, START + MILLI, START + MILLI);
        int c = slots.take(2, 3, 1, START + 2 * MILLI, START + 2 * MILLI);
        slots.release(b);
        long due = START + 600 * MILLI;
        assertThat(slots.firstDue(due)).isEqualTo(a);
        slots.release(a);
        assertThat(slots.firstDue(due)).isEqualTo(c);
        assertThat(slots.untilDue(START, 3_000 * MILLI)).isEqualTo(502 * MILLI);
        slots.release(c);
        assertThat(slots.firstDue(due)).isNegative();
        assertThat(slots.untilDue(due, 3_000 * MILLI)).isEqualTo(3_000 * MILLI);
    }

    @Test
    void anAnswerFindsItsSlotOnlyWhileItIsUnderWay() {
        Slots slots = new Slots(2, true);
        int slot = slots.take(9, 1, 1, START, START);
        long id = slots.id(slot);
        assertThat(slots.holds(id)).isTrue();
        assertThat(slots.holds(RequestId.of(8, slot))).isFalse();
        assertThat(slots.holds(RequestId.of(9, 1_000))).isFalse();
        assertThat(slots.holds(RequestId.NONE)).isFalse();
        slots.release(slot);
        assertThat(slots.holds(id)).isFalse();
        assertThat(slots.take(10, 1, 1, START, START)).isEqualTo(slot);
        assertThat(slots.holds(id)).isFalse();
    }

    @Test
    void credentialsBeginANewTransaction() {
        Slots slots = new Slots(2, true);
        int slot = slots.take(0, 1, 1, START, START);
        slots.authorise(slot, START + 400 * MILLI);
        assertThat(slots.authorised(slot)).isTrue();
        assertThat(slots.firstDue(START + 899 * MILLI)).isNegative();
        assertThat(slots.firstDue(START + 900 * MILLI)).isEqualTo(slot);
        assertThat(slots.intended(slot)).isEqualTo(START);
    }

    @Test
    void thereAreAsManyAsAskedFor() {
        Slots slots = new Slots(3, true);
        for (int k = 0; k < 3; k++) {
            slots.take(k, 1, 1, START, START);
        }
        assertThat(slots.free()).isZero();
        assertThat(slots.underWay()).isEqualTo(3);
    }
}
