package org.fivegmc.loadtest.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Comparison PEER = new Comparison("the peer", "rate", "peer.rate");

    private static Round round(int number, Map<String, Double> figures) {
        return Rounds.of("row", Variant.FULL, number, figures);
    }

    @Test
    void theRatioIsOfTheMediansNotTheMedianOfRatios() {
        List<Round> rounds =
                List.of(
                        round(1, Map.of("rate", 10.0, "peer.rate", 10.0)),
                        round(2, Map.of("rate", 30.0, "peer.rate", 15.0)),
                        round(3, Map.of("rate", 20.0, "peer.rate", 40.0)));
        assertThat(PEER.ofMedians(rounds)).contains(20.0 / 15.0);
        assertThat(PEER.perRound(rounds)).containsExactly(1.0, 2.0, 0.5);
    }

    @Test
    void withoutThePeerThereIsNone() {
        List<Round> rounds = List.of(round(1, Map.of("rate", 10.0)));
        assertThat(PEER.ofMedians(rounds)).isEmpty();
        assertThat(PEER.perRound(rounds)).isEmpty();
        assertThat(PEER.ofMedians(List.of(round(1, Map.of("rate", 1.0, "peer.rate", 0.0)))))
                .isEmpty();
    }
}
