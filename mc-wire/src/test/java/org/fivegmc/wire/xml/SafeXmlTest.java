package org.fivegmc.wire.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.Test;

class SafeXmlTest {
    private final List<String> seen = new ArrayList<>();

    private final XmlVisitor recording =
            new XmlVisitor() {
                @Override
                public String start(String name, Map<String, String> attributes) {
                    seen.add("<" + name + new TreeMap<>(attributes));
                    return name.equals("bad") ? "no bad ones" : "";
                }

                @Override
                public void end(String name, String text, boolean leaf) {
                    seen.add(name + ">" + text + (leaf ? "." : ""));
                }
            };

    private String read(String document) {
        return SafeXml.read(
                ByteSlice.of(document.getBytes(StandardCharsets.UTF_8)), 1000, 3, recording);
    }

    @Test
    void showsLocalNamesInTheirOrder() {
        assertThat(read("\ufeff<p:a q:x='1' r:x='2' y='&lt;'>t<b/>u<![CDATA[<v>]]></p:a>"))
                .isEmpty();
        assertThat(seen).containsExactly("<a{x=1, y=<}", "<b{}", "b>.", "a>u<v>");
    }

    @Test
    void stopsAtWhatTheVisitorRefuses() {
        assertThat(read("<a><bad/><b/></a>")).isEqualTo("no bad ones");
        assertThat(seen).containsExactly("<a{}", "<bad{}");
    }

    @Test
    void refusesWhatCouldDoHarm() {
        assertThat(read("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"))
                .isEqualTo("document type is not allowed");
        assertThat(read("<a>&unknown;</a>")).isNotEmpty();
        assertThat(read("<?xml version='1.1'?><a>&#1;</a>")).isEqualTo("XML 1.1 is not allowed");
        assertThat(read("<a><b><c><d/></c></b></a>")).isEqualTo("elements nested deeper than 3");
        assertThat(read("<a>" + "x".repeat(1000) + "</a>")).isEqualTo("longer than 1000 octets");
        assertThat(read("<a>")).isEqualTo("not well-formed XML");
        assertThat(read("")).isEqualTo("not well-formed XML");
    }

    @Test
    void writtenTextsAreReadAsTheyWere() {
        String text = "<>&\"'\t\n\r \u00e4\u4f60\ud83d\ude00";
        var out = new StringBuilder("<a x=\"");
        XmlText.append(out, text);
        out.append("\">");
        XmlText.element(out, "b", text);
        XmlText.element(out, "c", "");
        assertThat(read(out.append("</a>").toString())).isEmpty();
        assertThat(seen).containsExactly("<a{x=" + text + "}", "<b{}", "b>" + text + ".", "a>");
    }

    @Test
    void charactersWithoutAFormBecomeQuestionMarks() {
        var out = new StringBuilder();
        XmlText.append(out, "a\u0001\uffffb");
        assertThat(out).hasToString("a??b");
    }
}
