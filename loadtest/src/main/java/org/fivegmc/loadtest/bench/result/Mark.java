package org.fivegmc.loadtest.bench.result;

/// What a figure should reach.
///
/// @param figure its name, or [#RATIO]
/// @param taken which of the rounds counts
public record Mark(String figure, Direction direction, double value, Taken taken) {
    /// The median of the server's figure by the median of its peer's.
    public static final String RATIO = "ratio";

    public enum Direction {
        AT_LEAST,
        AT_MOST
    }

    public enum Taken {
        /// The median of the rounds.
        MEDIAN,
        /// The worst round: for what must never happen.
        WORST
    }

    /// The median is at least so much.
    public static Mark atLeast(String figure, double value) {
        return new Mark(figure, Direction.AT_LEAST, value, Taken.MEDIAN);
    }

    /// The median is at most so much.
    public static Mark atMost(String figure, double value) {
        return new Mark(figure, Direction.AT_MOST, value, Taken.MEDIAN);
    }

    /// It is 0 in every round.
    public static Mark none(String figure) {
        return new Mark(figure, Direction.AT_MOST, 0, Taken.WORST);
    }

    /// The value of a spread that is held against the mark.
    public double counts(Spread spread) {
        return switch (taken) {
            case MEDIAN -> spread.median();
            case WORST -> direction == Direction.AT_LEAST ? spread.least() : spread.most();
        };
    }

    public boolean reachedBy(double measured) {
        return direction == Direction.AT_LEAST ? measured >= value : measured <= value;
    }

    /// How far a value is on the right side of the mark, as a share of it: 0.1 is ten percent
    /// better, -0.1 ten percent worse. Without a scale (a mark of 0) it is the difference itself.
    public double margin(double measured) {
        double better = direction == Direction.AT_LEAST ? measured - value : value - measured;
        return value == 0 ? better : better / Math.abs(value);
    }

    /// What of the mark is reached: 1 is just there, more is better. Only for marks above 0.
    public double share(double measured) {
        if (direction == Direction.AT_LEAST) {
            return measured / value;
        }
        return measured <= 0 ? Double.MAX_VALUE : value / measured;
    }
}
