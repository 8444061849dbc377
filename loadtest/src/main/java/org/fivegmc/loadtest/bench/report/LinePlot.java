package org.fivegmc.loadtest.bench.report;

import java.util.List;

/// Lines through medians, with the spread of the rounds as whiskers.
///
/// @param acrossLabel,upLabel what the axes are, with their units
/// @param logAcross,logUp whether they are logarithmic
record LinePlot(
        String title,
        String acrossLabel,
        String upLabel,
        boolean logAcross,
        boolean logUp,
        List<Series> series) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 430;
    private static final int LEFT = 88;
    private static final int RIGHT = 28;
    private static final int TOP = 78;
    private static final int BOTTOM = 66;

    record Point(double at, double median, double least, double most) {}

    /// @param points ascending, at least one
    record Series(String name, List<Point> points) {
        Series {
            points = List.copyOf(points);
        }
    }

    LinePlot {
        series = List.copyOf(series);
    }

    String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        svg.text(20, 30, 17, Svg.INK, Svg.Anchor.START, title);
        double bottom = HEIGHT - BOTTOM;
        double right = WIDTH - RIGHT;
        List<Point> all = series.stream().flatMap(one -> one.points().stream()).toList();
        double least = all.stream().mapToDouble(Point::at).min().orElse(1);
        double most = all.stream().mapToDouble(Point::at).max().orElse(1);
        double low = all.stream().mapToDouble(Point::least).min().orElse(1);
        double high = all.stream().mapToDouble(Point::most).max().orElse(1);
        Axis across =
                logAcross ? Axis.decades(least, most, LEFT, right) : Axis.upTo(most, LEFT, right);
        Axis up =
                logUp && low > 0
                        ? Axis.decades(low, high, bottom, TOP)
                        : Axis.upTo(high, bottom, TOP);
        grid(svg, across, up);
        for (int n = 0; n < series.size(); n++) {
            draw(svg, across, up, series.get(n), Svg.SERIES[n % Svg.SERIES.length]);
        }
        legend(svg);
        return svg.done();
    }

    private void grid(Svg svg, Axis across, Axis up) {
        double bottom = up.start();
        for (double tick : up.ticks()) {
            svg.line(across.start(), up.at(tick), across.end(), up.at(tick), Svg.FAINT, 1);
            svg.text(
                    across.start() - 8,
                    up.at(tick) + 4,
                    12,
                    Svg.MUTED,
                    Svg.Anchor.END,
                    Axis.label(tick));
        }
        for (double tick : across.ticks()) {
            svg.line(across.at(tick), bottom, across.at(tick), bottom + 5, Svg.INK, 1);
            svg.text(
                    across.at(tick),
                    bottom + 20,
                    12,
                    Svg.MUTED,
                    Svg.Anchor.MIDDLE,
                    Axis.label(tick));
        }
        svg.line(across.start(), bottom, across.end(), bottom, Svg.INK, 1);
        svg.line(across.start(), up.end(), across.start(), bottom, Svg.INK, 1);
        svg.text(
                (across.start() + across.end()) / 2,
                HEIGHT - 18,
                13,
                Svg.INK,
                Svg.Anchor.MIDDLE,
                acrossLabel);
        svg.uprightText(24, (up.start() + up.end()) / 2, 13, Svg.INK, upLabel);
    }

    private static void draw(Svg svg, Axis across, Axis up, Series one, String colour) {
        for (int n = 0; n < one.points().size(); n++) {
            Point point = one.points().get(n);
            double x = across.at(point.at());
            double y = up.at(point.median());
            if (n > 0) {
                Point before = one.points().get(n - 1);
                svg.line(across.at(before.at()), up.at(before.median()), x, y, colour, 2);
            }
            if (point.most() > point.least()) {
                svg.line(x, up.at(point.least()), x, up.at(point.most()), colour, 1.2);
            }
            svg.dot(x, y, 4, colour);
        }
    }

    private void legend(Svg svg) {
        double x = LEFT;
        for (int n = 0; n < series.size(); n++) {
            String name = series.get(n).name();
            svg.rectangle(x, 46, 14, 4, Svg.SERIES[n % Svg.SERIES.length]);
            svg.text(x + 20, 53, 13, Svg.INK, Svg.Anchor.START, name);
            x += 44 + 7.5 * name.length();
        }
    }
}
