package org.fivegmc.core.storage;

/// Where a [FlightRow] lies: the first by shard comes first, then the first by number.
public record FlightRef(int shard, long number) implements Comparable<FlightRef> {

    @Override
    public int compareTo(FlightRef other) {
        int order = Integer.compare(shard, other.shard);
        return order == 0 ? Long.compare(number, other.number) : order;
    }
}
