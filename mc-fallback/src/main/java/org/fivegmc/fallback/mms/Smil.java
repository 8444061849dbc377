package org.fivegmc.fallback.mms;

import java.util.List;
import org.fivegmc.wire.xml.XmlText;

/// The layout of a multimedia message (MMS conformance document, section 7; SMIL 2.0 basic
/// profile): one `par` for each page, with a text and one medium at most, the medium above the
/// text.
final class Smil {
    private static final String HEAD =
            """
            <smil><head><layout><root-layout width="100%" height="100%"/>\
            <region id="Image" left="0" top="0" width="100%" height="70%" fit="meet"/>\
            <region id="Text" left="0" top="70%" width="100%" height="30%" fit="scroll"/>\
            </layout></head><body>\
            """;

    private static final int SECONDS = 10;

    private Smil() {}

    /// A medium or text of a page.
    ///
    /// @param element `img`, `audio`, `video`, `text`, or `ref` for what has no element of its own
    record Shown(String element, String name) {}

    static String of(List<List<Shown>> pages) {
        var out = new StringBuilder(HEAD);
        for (List<Shown> page : pages) {
            out.append("<par dur=\"").append(SECONDS).append("s\">");
            for (Shown shown : page) {
                out.append('<').append(shown.element()).append(" src=\"");
                XmlText.append(out, shown.name());
                out.append('"');
                switch (shown.element()) {
                    case "img", "video" -> out.append(" region=\"Image\"");
                    case "text" -> out.append(" region=\"Text\"");
                    default -> {}
                }
                out.append("/>");
            }
            out.append("</par>");
        }
        return out.append("</body></smil>").toString();
    }
}
