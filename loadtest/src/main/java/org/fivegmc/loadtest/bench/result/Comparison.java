package org.fivegmc.loadtest.bench.result;

import java.util.List;
import java.util.Optional;

/// The same figure of the server and of a peer, measured in turns: only their ratio travels from
/// machine to machine.
///
/// @param peer its name for people
/// @param ours,theirs names of the figures
public record Comparison(String peer, String ours, String theirs) {

    /// Median by median; empty when one of them is missing.
    public Optional<Double> ofMedians(List<Round> rounds) {
        Optional<Spread> our = Spread.of(Round.values(rounds, ours));
        Optional<Spread> their = Spread.of(Round.values(rounds, theirs));
        return our.isPresent() && their.isPresent() && their.get().median() > 0
                ? Optional.of(our.get().median() / their.get().median())
                : Optional.empty();
    }

    /// Round by round, those that have both.
    public List<Double> perRound(List<Round> rounds) {
        return rounds.stream()
                .filter(round -> round.figures().containsKey(ours))
                .filter(round -> round.figures().getOrDefault(theirs, 0.0) > 0)
                .map(round ->
                        round.figures().getOrDefault(ours, 0.0)
                                / round.figures().getOrDefault(theirs, 1.0))
                .toList();
    }
}
