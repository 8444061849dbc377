package org.fivegmc.loadtest.bench.report;

import java.util.List;

/// Horizontal bars from 0, each with the spread of its rounds and, if it has one, its mark.
///
/// @param axisLabel what the bars are, with their unit
record BarPlot(String title, String axisLabel, List<Bar> bars) {
    private static final int WIDTH = 900;
    private static final int LEAST_LEFT = 120;
    private static final double LETTER = 7.1;
    private static final int RIGHT = 110;
    private static final int TOP = 64;
    private static final int STEP = 40;
    private static final int THICK = 20;
    private static final int BOTTOM = 62;

    /// @param least,most of the rounds; equal to `value` with one round
    /// @param mark 0 for none
    /// @param good whether it is where it should be
    /// @param text written behind the bar
    record Bar(
            String label,
            double value,
            double least,
            double most,
            double mark,
            boolean good,
            String text) {}

    BarPlot {
        bars = List.copyOf(bars);
    }

    String svg() {
        int height = TOP + STEP * bars.size() + BOTTOM;
        double most =
                bars.stream().mapToDouble(bar -> Math.max(bar.most(), bar.mark())).max().orElse(1);
        int left = left();
        Axis axis = Axis.upTo(most, left, WIDTH - RIGHT);
        Svg svg = new Svg(WIDTH, height, title);
        svg.text(20, 30, 17, Svg.INK, Svg.Anchor.START, title);
        double bottom = TOP + STEP * bars.size();
        for (double tick : axis.ticks()) {
            svg.line(axis.at(tick), TOP - 8, axis.at(tick), bottom, Svg.FAINT, 1);
            svg.text(
                    axis.at(tick), bottom + 18, 12, Svg.MUTED, Svg.Anchor.MIDDLE, Axis.label(tick));
        }
        svg.text(
                (axis.start() + axis.end()) / 2,
                bottom + 42,
                13,
                Svg.INK,
                Svg.Anchor.MIDDLE,
                axisLabel);
        for (int n = 0; n < bars.size(); n++) {
            bar(svg, axis, bars.get(n), TOP + STEP * n);
        }
        svg.line(left, TOP - 8, left, bottom, Svg.INK, 1);
        return svg.done();
    }

    /// Room for the longest label.
    private int left() {
        int letters = bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
        return Math.max(LEAST_LEFT, (int) (letters * LETTER) + 24);
    }

    private static void bar(Svg svg, Axis axis, Bar bar, double top) {
        double middle = top + THICK / 2.0;
        String colour = bar.good() ? Svg.SERIES[0] : Svg.SERIES[1];
        svg.text(axis.start() - 10, middle + 5, 13, Svg.INK, Svg.Anchor.END, bar.label());
        svg.rectangle(axis.start(), top, axis.at(bar.value()) - axis.start(), THICK, colour);
        if (bar.most() > bar.least()) {
            svg.line(axis.at(bar.least()), middle, axis.at(bar.most()), middle, Svg.INK, 1.5);
            svg.line(
                    axis.at(bar.least()),
                    middle - 5,
                    axis.at(bar.least()),
                    middle + 5,
                    Svg.INK,
                    1.5);
            svg.line(
                    axis.at(bar.most()), middle - 5, axis.at(bar.most()), middle + 5, Svg.INK, 1.5);
        }
        if (bar.mark() > 0) {
            svg.line(
                    axis.at(bar.mark()),
                    top - 6,
                    axis.at(bar.mark()),
                    top + THICK + 6,
                    Svg.MARK,
                    3);
        }
        double end = Math.max(axis.at(Math.max(bar.value(), bar.most())), axis.at(bar.mark()));
        svg.text(end + 8, middle + 5, 13, Svg.INK, Svg.Anchor.START, bar.text());
    }
}
