package org.fivegmc.fallback.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.core.message.TrafficClass;
import org.junit.jupiter.api.Test;

final class WaitingTest {

    private final Waiting waiting = new Waiting(2);

    @Test
    void aClassThatIsFullRefusesNothingOfAnother() {
        assertThat(waiting.enter(TrafficClass.MARKETING)).isTrue();
        assertThat(waiting.enter(TrafficClass.MARKETING)).isTrue();
        assertThat(waiting.enter(TrafficClass.MARKETING)).isFalse();
        assertThat(waiting.enter(TrafficClass.VERIFICATION)).isTrue();
        assertThat(waiting.of(TrafficClass.MARKETING)).isEqualTo(2);
        assertThat(waiting.all()).isEqualTo(3);
        waiting.leave(TrafficClass.MARKETING);
        assertThat(waiting.enter(TrafficClass.MARKETING)).isTrue();
    }

    @Test
    void whatComesBackHasItsPlaceEvenIfThatIsOneTooMany() {
        waiting.enter(TrafficClass.ALERT);
        waiting.enter(TrafficClass.ALERT);
        waiting.again(TrafficClass.ALERT);
        assertThat(waiting.of(TrafficClass.ALERT)).isEqualTo(3);
        assertThat(waiting.enter(TrafficClass.ALERT)).isFalse();
        assertThat(waiting.of(TrafficClass.ALERT)).isEqualTo(3);
    }
}
