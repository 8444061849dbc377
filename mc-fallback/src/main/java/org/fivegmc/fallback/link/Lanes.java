package org.fivegmc.fallback.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SubmitOutcome;

/// The links of a gateway and before each the units that wait for it. The units of one destination
/// keep their order: they share a lane, chosen by hashing over the bound links. Not thread-safe.
final class Lanes {
    /// A unit with its time limit (nanoseconds of `System.nanoTime`).
    record Pending(
            OutboundSms unit, Consumer<SubmitOutcome> outcome, long submittedAt, long endBy) {}

    /// A link and what waits for it.
    static final class Lane {
        final Link link;
        final Deque<Pending> queue = new ArrayDeque<>();

        Lane(Link link) {
            this.link = link;
        }
    }

    private final List<Lane> lanes;
    private final List<Link> links;
    private int next;

    Lanes(List<Link> links) {
        this.links = List.copyOf(links);
        this.lanes = links.stream().map(Lane::new).toList();
    }

    List<Link> links() {
        return links;
    }

    int size() {
        return lanes.size();
    }

    int bound() {
        return (int) lanes.stream().filter(lane -> lane.link.isBound()).count();
    }

    boolean anyBound() {
        return lanes.stream().anyMatch(lane -> lane.link.isBound());
    }

    int inFlight() {
        return lanes.stream().mapToInt(lane -> lane.link.inFlight()).sum();
    }

    /// One after the other, so that no link goes short.
    Lane next() {
        Lane lane = lanes.get(next);
        next = (next + 1) % lanes.size();
        return lane;
    }

    void add(Pending one) {
        lane(one.unit()).queue.add(one);
    }

    /// To the place it had: what was submitted later to the same destination must not overtake it.
    void putBack(Pending one) {
        Deque<Pending> queue = lane(one.unit()).queue;
        var earlier = new ArrayDeque<Pending>();
        for (Pending head = queue.peek();
                head != null && head.submittedAt() - one.submittedAt() < 0;
                head = queue.peek()) {
            earlier.push(queue.remove());
        }
        queue.addFirst(one);
        earlier.forEach(queue::addFirst);
    }

    /// Highest random weight over the links that can submit; over all if none can.
    private Lane lane(OutboundSms unit) {
        int key = unit.destination().digits().hashCode();
        Lane best = lanes.getFirst();
        int bestWeight = Integer.MIN_VALUE;
        boolean any = anyBound();
        for (Lane lane : lanes) {
            int weight = mix(key * 31 + lane.link.index());
            if ((!any || lane.link.isBound()) && weight >= bestWeight) {
                best = lane;
                bestWeight = weight;
            }
        }
        return best;
    }

    private static int mix(int value) {
        int mixed = (value ^ (value >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }

    /// Takes out of one lane what the condition says.
    static List<Pending> taken(Lane lane, Predicate<Pending> which) {
        List<Pending> all = new ArrayList<>();
        lane.queue.removeIf(one -> which.test(one) && all.add(one));
        return all;
    }

    /// Takes out of every lane what the condition says.
    List<Pending> taken(Predicate<Pending> which) {
        List<Pending> all = new ArrayList<>();
        lanes.forEach(lane -> all.addAll(taken(lane, which)));
        return all;
    }

    /// A link has come: what waits for others that are away finds its place anew.
    void moveFromUnbound() {
        lanes.stream().filter(lane -> !lane.link.isBound()).forEach(this::move);
    }

    /// A link has gone: what waits for it goes to others, if there are any.
    void moveFrom(Link lost) {
        if (anyBound()) {
            move(lanes.get(lost.index()));
        }
    }

    private void move(Lane from) {
        taken(from, _ -> true).forEach(this::add);
    }
}
