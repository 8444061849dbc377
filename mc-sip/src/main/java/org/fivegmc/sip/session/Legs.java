package org.fivegmc.sip.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The chat sessions with devices, by user and peer, and what is to end soon. Thread-safe.
final class Legs {
    private final Map<Talk, List<Leg>> byTalk = new ConcurrentHashMap<>();

    /// Whose peers have hung up, with something on its way.
    private final Set<Swept> parting = ConcurrentHashMap.newKeySet();

    void add(Leg leg) {
        byTalk.merge(
                leg.talk(),
                List.of(leg),
                (before, added) -> {
                    var both = new ArrayList<>(before);
                    both.addAll(added);
                    return List.copyOf(both);
                });
    }

    void remove(Leg leg) {
        parting.remove(leg);
        forget(leg);
    }

    /// Nothing new is sent in it; it is swept on.
    void part(Leg leg) {
        parting.add(leg);
        forget(leg);
    }

    void part(LargeCall call) {
        parting.add(call);
    }

    void remove(LargeCall call) {
        parting.remove(call);
    }

    private void forget(Leg leg) {
        byTalk.computeIfPresent(
                leg.talk(),
                (_, legs) -> {
                    List<Leg> others = legs.stream().filter(other -> !other.equals(leg)).toList();
                    return others.isEmpty() ? null : others;
                });
    }

    List<Leg> of(Talk talk) {
        return byTalk.getOrDefault(talk, List.of());
    }

    List<Swept> all() {
        return Stream.<Swept>concat(
                        byTalk.values().stream().flatMap(List::stream), parting.stream())
                .toList();
    }
}
