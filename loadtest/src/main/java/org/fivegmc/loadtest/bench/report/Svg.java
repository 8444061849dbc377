package org.fivegmc.loadtest.bench.report;

import java.util.Locale;

/// An SVG picture while it is drawn: light ground, one fount, everything positioned in pixels from
/// the upper left.
final class Svg {
    static final String INK = "#1f2933";
    static final String FAINT = "#d9dee4";
    static final String MUTED = "#5f6b7a";
    static final String MARK = "#b42318";

    /// Colours of series that are told apart in print and by colour-blind readers too.
    static final String[] SERIES = {"#1f6feb", "#d97706", "#0f766e", "#7c3aed"};

    private final StringBuilder text = new StringBuilder();

    /// @param title what it shows, for those who do not see it
    Svg(int width, int height, String title) {
        text.append(
                String.format(
                        Locale.ROOT,
                        """
                        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
                        font-family="Helvetica, Arial, sans-serif" role="img">
                        <title>%s</title>
                        <rect width="%d" height="%d" fill="#ffffff"/>
                        """,
                        width,
                        height,
                        width,
                        height,
                        escaped(title),
                        width,
                        height));
    }

    /// Where a text stands to its point.
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    Svg text(double x, double y, int size, String colour, Anchor anchor, String words) {
        return put(
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\">%s</text>",
                x, y, size, colour, name(anchor), escaped(words));
    }

    /// Reads from below upwards.
    Svg uprightText(double x, double y, int size, String colour, String words) {
        return put(
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" font-size=\"%d\" fill=\"%s\""
                        + " text-anchor=\"middle\">%s</text>",
                x, y, size, colour, escaped(words));
    }

    Svg line(double x1, double y1, double x2, double y2, String colour, double width) {
        return put(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                        + " stroke-width=\"%.1f\"/>",
                x1, y1, x2, y2, colour, width);
    }

    Svg dashed(double x1, double y1, double x2, double y2, String colour) {
        return put(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                        + " stroke-width=\"1.5\" stroke-dasharray=\"6 4\"/>",
                x1, y1, x2, y2, colour);
    }

    Svg rectangle(double x, double y, double width, double height, String colour) {
        return put(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x, y, Math.max(0, width), Math.max(0, height), colour);
    }

    Svg dot(double x, double y, double radius, String colour) {
        return put(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>", x, y, radius, colour);
    }

    String done() {
        return text + "</svg>\n";
    }

    @SuppressWarnings("AnnotateFormatMethod") // the formats are those above
    private Svg put(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    private static String name(Anchor anchor) {
        return anchor.name().toLowerCase(Locale.ROOT);
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
