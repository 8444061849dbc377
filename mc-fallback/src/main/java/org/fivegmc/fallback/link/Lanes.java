package org.fivegmc.fallback.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.PartNumber;
import org.jspecify.annotations.Nullable;

/// The links of a gateway and before each the units that wait for it, in a queue for each class of
/// traffic. The units of one destination share a lane, chosen by hashing over the bound links, so
/// those of one class keep their order, and more urgent ones overtake. Whose turn it is the
/// [Shares] of the gateway say; the parts of a message have one turn together, as far as its link
/// has room for them. Not thread-safe.
final class Lanes {
    /// A unit with its time limit (nanoseconds of `System.nanoTime`).
    record Pending(
            OutboundSms unit, Consumer<SubmitOutcome> outcome, long submittedAt, long endBy) {
        TrafficClass trafficClass() {
            return unit.trafficClass();
        }

        /// Whether it is a part of a long message, and not the first.
        boolean isContinuation() {
            return unit.part().number().sequence() > 1;
        }

        /// Whether it is the next part of the same message.
        boolean follows(Pending other) {
            PartNumber here = unit.part().number();
            PartNumber before = other.unit.part().number();
            return here.concatenated()
                    && here.reference() == before.reference()
                    && here.sequence() == before.sequence() + 1
                    && unit.destination().equals(other.unit.destination());
        }
    }

    /// A link and what waits for it.
    private static final class Lane {
        final Link link;
        final Map<TrafficClass, Deque<Pending>> queues = new EnumMap<>(TrafficClass.class);

        Lane(Link link) {
            this.link = link;
        }

        Deque<Pending> queue(TrafficClass one) {
            return queues.computeIfAbsent(one, _ -> new ArrayDeque<>());
        }

        boolean canSend(TrafficClass one) {
            return !queue(one).isEmpty() && link.canSubmit();
        }
    }

    /// The head of a queue, and the link that has room for it.
    ///
    /// @param rest whether it belongs to the turn before
    record Turn(int lane, Link link, Pending unit, boolean rest) {}

    private final List<Lane> lanes;
    private final List<Link> links;
    private final Shares shares = new Shares();
    private int next;

    /// What went last, whose other parts go before anything else.
    private @Nullable Turn last;

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

    /// What goes next; null when nothing waits that a link has room for. Links have their turns one
    /// after the other, so that none goes short. What follows is [#take] or nothing.
    @Nullable Turn next() {
        Turn rest = rest();
        if (rest != null) {
            return rest;
        }
        TrafficClass due = shares.next(one -> lanes.stream().anyMatch(lane -> lane.canSend(one)));
        if (due == null) {
            return null;
        }
        int at = next;
        while (!lanes.get(at).canSend(due)) {
            at = (at + 1) % lanes.size();
        }
        return new Turn(at, lanes.get(at).link, lanes.get(at).queue(due).getFirst(), false);
    }

    /// The next part of the message that went last.
    private @Nullable Turn rest() {
        Turn before = last;
        if (before == null) {
            return null;
        }
        Lane lane = lanes.get(before.lane());
        Pending head = lane.queue(before.unit().trafficClass()).peek();
        return head != null && head.follows(before.unit()) && lane.link.canSubmit()
                ? new Turn(before.lane(), lane.link, head, true)
                : null;
    }

    /// Takes out what [#next] has said.
    void take(Turn turn) {
        TrafficClass of = turn.unit().trafficClass();
        lanes.get(turn.lane()).queue(of).removeFirst();
        if (!turn.rest()) {
            shares.took(of);
        }
        last = turn;
        next = (turn.lane() + 1) % lanes.size();
    }

    void add(Pending one) {
        queue(one).add(one);
    }

    private Deque<Pending> queue(Pending one) {
        return lane(one.unit()).queue(one.trafficClass());
    }

    /// To the place it had: what was submitted later to the same destination must not overtake it,
    /// unless it is more urgent.
    void putBack(Pending one) {
        Deque<Pending> queue = queue(one);
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

    private static List<Pending> taken(Lane lane, Predicate<Pending> which) {
        List<Pending> all = new ArrayList<>();
        for (Deque<Pending> queue : lane.queues.values()) {
            queue.removeIf(one -> which.test(one) && all.add(one));
        }
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
