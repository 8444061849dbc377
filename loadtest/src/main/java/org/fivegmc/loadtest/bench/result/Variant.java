package org.fivegmc.loadtest.bench.result;

import java.util.ArrayList;
import java.util.List;

/// How a row is run: as it is meant, or reduced. What is reduced is named so in the results and
/// kept apart.
///
/// @param quick shorter measurements
/// @param scale share of the users and messages of rows that grow large, 1 for all
/// @param rounds how often it is repeated; 0 for as often as the row asks
public record Variant(boolean quick, double scale, int rounds) {
    /// The name of a run as it is meant.
    public static final String FULL = "full";

    /// Shorter, a JVM is not warm and a percentile means nothing.
    private static final int LEAST_SECONDS = 3;

    private static final int QUICK_SHARE = 2;

    /// On one processor the JIT compiler is busy for half a minute, and takes it from the server.
    private static final int WARM_UP_SECONDS = 40;

    private static final int QUICK_WARM_UP_SECONDS = 7;

    public Variant {
        if (scale <= 0 || scale > 1) {
            throw new IllegalArgumentException("the scale is a share: above 0, at most 1");
        }
    }

    /// @param asked rounds the row asks for
    /// @param scales whether the row grows with the scale
    public String label(int asked, boolean scales) {
        List<String> reductions = new ArrayList<>();
        if (quick) {
            reductions.add("quick");
        }
        if (scales && scale < 1) {
            reductions.add("scale=" + plain(scale));
        }
        if (rounds != 0 && rounds < asked) {
            reductions.add("rounds=" + rounds);
        }
        return reductions.isEmpty() ? FULL : String.join(",", reductions);
    }

    /// How long a measurement takes that is `full` seconds long as it is meant.
    public int seconds(int full) {
        return quick ? Math.max(Math.min(full, LEAST_SECONDS), full / QUICK_SHARE) : full;
    }

    /// How long there is load before the first measurement.
    public int warmUpSeconds() {
        return quick ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS;
    }

    /// How many there are of what is `full` as it is meant; at least `least`.
    public long count(long full, long least) {
        return Math.max(least, Math.round(full * scale));
    }

    public int rounds(int asked) {
        return rounds == 0 ? asked : rounds;
    }

    private static String plain(double value) {
        String text = Double.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
