package org.fivegmc.fallback.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fivegmc.core.message.TrafficClass;
import org.junit.jupiter.api.Test;

final class SharesTest {

    private final Shares shares = new Shares();

    private List<TrafficClass> turns(int count, Set<TrafficClass> waiting) {
        var all = new ArrayList<TrafficClass>();
        for (int i = 0; i < count; i++) {
            TrafficClass one = shares.next(waiting::contains);
            if (one == null) {
                break;
            }
            shares.took(one);
            all.add(one);
        }
        return all;
    }

    private static int count(List<TrafficClass> turns, TrafficClass of) {
        return Collections.frequency(turns, of);
    }

    @Test
    void ofAllThatWaitEachHasItsShareAndTheMostUrgentGoesFirst() {
        List<TrafficClass> turns = turns(150, EnumSet.allOf(TrafficClass.class));
        assertThat(turns.subList(0, 8)).containsOnly(TrafficClass.ALERT);
        assertThat(count(turns, TrafficClass.ALERT)).isEqualTo(80);
        assertThat(count(turns, TrafficClass.VERIFICATION)).isEqualTo(40);
        assertThat(count(turns, TrafficClass.TRANSACTION)).isEqualTo(20);
        assertThat(count(turns, TrafficClass.MARKETING)).isEqualTo(10);
    }

    @Test
    void aClassThatIsAloneHasAllOfIt() {
        assertThat(turns(100, Set.of(TrafficClass.MARKETING)))
                .hasSize(100)
                .containsOnly(TrafficClass.MARKETING);
    }

    @Test
    void aVerificationThatComesToABacklogOfMarketingGoesNext() {
        for (int before = 0; before < 40; before++) {
            turns(before, Set.of(TrafficClass.MARKETING));
            assertThat(turns(1, EnumSet.of(TrafficClass.VERIFICATION, TrafficClass.MARKETING)))
                    .containsExactly(TrafficClass.VERIFICATION);
        }
    }

    @Test
    void anAlertWaitsBehindSevenOthersAtMost() {
        for (int before = 0; before < 40; before++) {
            turns(before, EnumSet.allOf(TrafficClass.class));
            assertThat(turns(8, EnumSet.allOf(TrafficClass.class))).contains(TrafficClass.ALERT);
        }
    }

    @Test
    void nothingIsNext() {
        assertThat(turns(1, Set.of())).isEmpty();
    }
}
