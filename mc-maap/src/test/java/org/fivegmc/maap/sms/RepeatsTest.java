package org.fivegmc.maap.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.core.message.Msisdn;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private static final long LOST = 1_800_000_000_000L;
    private static final long BOUND = LOST + 20_000;
    private static final long MINUTE = 60_000;

    private static UserSms sms(String gateway, String text, String id, long boundAtMs) {
        return new UserSms(
                gateway, Msisdn.of("+8613800000001"), "10655", text, 1, id, LOST, boundAtMs);
    }

    private static boolean repeat(long acceptedAtMs, long nowMs) {
        return Repeats.isRepeat(sms("g", "1", "", BOUND), acceptedAtMs, nowMs);
    }

    @Test
    void theSameAtOnceIsTheSame() {
        long later = BOUND + 60 * MINUTE;
        assertThat(repeat(later, later + 5_000)).isTrue();
        assertThat(repeat(later, later + 5_001)).isFalse();
    }

    /// Its answer may have been lost with the link.
    @Test
    void whatCameBeforeALossMayComeAgainSoonAfterTheLinkIsBack() {
        assertThat(repeat(LOST - 2 * MINUTE, BOUND + 10 * MINUTE)).isTrue();
        assertThat(repeat(LOST - 2 * MINUTE - 1, BOUND + MINUTE)).isFalse();
        assertThat(repeat(LOST - 1, BOUND + 10 * MINUTE + 1)).isFalse();
        // over another link, while one was gone
        assertThat(repeat(BOUND, BOUND + MINUTE)).isTrue();
    }

    /// A menu is answered with 1 again and again.
    @Test
    void whatIsWrittenAgainOnALinkThatStoodIsAMessageOfItsOwn() {
        assertThat(repeat(BOUND + 1, BOUND + 10_000)).isFalse();
        assertThat(Repeats.isRepeat(sms("g", "1", "", 0), LOST - 1, LOST + 10_000)).isFalse();
    }

    @Test
    void theEarlierSlotsItMayBeInAreLookedAt() {
        long slot = Repeats.SLOT.toMillis();
        long begin = (BOUND / slot + 100) * slot;
        UserSms sms = sms("g", "1", "", BOUND);
        assertThat(Repeats.earlierSlots(sms, begin + 4_999)).containsExactly(begin / slot - 1);
        assertThat(Repeats.earlierSlots(sms, begin + 5_000)).isEmpty();
        // the link was away for hours
        UserSms back = sms("g", "1", "", begin);
        assertThat(Repeats.earlierSlots(back, begin + MINUTE))
                .containsExactly(Repeats.slot(LOST - 2 * MINUTE), Repeats.slot(LOST))
                .doesNotHaveDuplicates();
        assertThat(Repeats.isRepeat(back, LOST - MINUTE, begin + MINUTE)).isTrue();
    }

    @Test
    void idsAreTheSameForTheSameAlone() {
        UserSms sms = sms("g", "1", "", BOUND);
        assertThat(Repeats.unnamed(sms, 7, 0))
                .isEqualTo(Repeats.unnamed(sms("g", "1", "", 0), 7, 0))
                .isNotEqualTo(Repeats.unnamed(sms, 7, 1))
                .isNotEqualTo(Repeats.unnamed(sms, 8, 0))
                .isNotEqualTo(Repeats.unnamed(sms("h", "1", "", BOUND), 7, 0))
                .isNotEqualTo(Repeats.unnamed(sms("g", "2", "", BOUND), 7, 0));
        assertThat(Repeats.named(sms("g", "1", "a", BOUND)))
                .isEqualTo(Repeats.named(sms("g", "1", "a", 0)))
                .isNotEqualTo(Repeats.named(sms("g", "1", "b", BOUND)))
                .isNotEqualTo(Repeats.named(sms("g", "2", "a", BOUND)));
    }
}
