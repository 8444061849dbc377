package org.fivegmc.wire.xml;

/// Writes texts into XML 1.0, so that what is read of them is what was written; characters that XML
/// has no form for become question marks.
public final class XmlText {
    private XmlText() {}

    /// An element with nothing but text; nothing at all for an empty one.
    public static void element(StringBuilder out, String name, String content) {
        if (content.isEmpty()) {
            return;
        }
        out.append('<').append(name).append('>');
        append(out, content);
        out.append("</").append(name).append('>');
    }

    /// Text between tags, or between the double quotes of an attribute.
    public static void append(StringBuilder out, String content) {
        content.codePoints().forEach(c -> character(out, c));
    }

    private static void character(StringBuilder out, int c) {
        switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            // as they are, they would become blanks in an attribute
            case '\t', '\n', '\r' -> out.append("&#").append(c).append(';');
            default -> {
                boolean permitted =
                        (c >= ' ' && c < 0xd800) || (c > 0xdfff && c < 0xfffe) || c > 0xffff;
                out.appendCodePoint(permitted ? c : '?');
            }
        }
    }
}
