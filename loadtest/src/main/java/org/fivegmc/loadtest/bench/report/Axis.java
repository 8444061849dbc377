package org.fivegmc.loadtest.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One axis of a plot: from values to pixels, and where its ticks are.
///
/// @param from,to the values at its ends; both above 0 on a logarithmic one
/// @param start,end pixels of its ends; `start` may be the larger, as on an upright axis
record Axis(double from, double to, double start, double end, boolean logarithmic) {
    private static final int TICKS = 5;
    private static final double[] STEPS = {1, 2, 2.5, 5, 10};
    private static final double THOUSAND = 1_000;
    private static final double MILLION = 1_000_000;

    /// A linear axis from 0 over all of `most`, which ends at a tick.
    static Axis upTo(double most, double start, double end) {
        double top = most <= 0 ? 1 : most;
        double step = step(top);
        return new Axis(0, Math.ceil(top / step - 1e-9) * step, start, end, false);
    }

    /// A logarithmic axis over whole decades.
    static Axis decades(double least, double most, double start, double end) {
        double from = Math.pow(10, Math.floor(Math.log10(least) + 1e-9));
        double to = Math.pow(10, Math.ceil(Math.log10(most) - 1e-9));
        return new Axis(from, to > from ? to : from * 10, start, end, true);
    }

    double at(double value) {
        double share =
                logarithmic
                        ? (Math.log10(Math.max(value, from)) - Math.log10(from))
                                / (Math.log10(to) - Math.log10(from))
                        : (value - from) / (to - from);
        return start + share * (end - start);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double tick = from; tick <= to * 1.001; tick *= 10) {
                ticks.add(tick);
            }
        } else {
            double step = step(to);
            for (int n = 0; n * step <= to * 1.001; n++) {
                ticks.add(n * step);
            }
        }
        return ticks;
    }

    /// A value as short as it can be read: 25 k, 1.5 M, 0.75.
    static String label(double value) {
        if (value >= MILLION) {
            return plain(value / MILLION) + " M";
        }
        if (value >= THOUSAND) {
            return plain(value / THOUSAND) + " k";
        }
        return plain(value);
    }

    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    private static double step(double top) {
        double rough = top / TICKS;
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double step : STEPS) {
            if (step * decade >= rough * (1 - 1e-9)) {
                return step * decade;
            }
        }
        return 10 * decade;
    }
}
