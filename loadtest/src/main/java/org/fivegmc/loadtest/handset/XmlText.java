package org.fivegmc.loadtest.handset;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds values in small XML documents by local names alone, whatever the namespaces.
final class XmlText {
    private static final String PREFIX = "(?:[\\w-]+:)?";

    private XmlText() {}

    /// The text of the first element of that name.
    static Optional<String> element(String xml, String name) {
        return first("<%s%s(?:\\s[^>]*)?>\\s*([^<]*?)\\s*</".formatted(PREFIX, name), xml);
    }

    /// The attribute of the first element of that name.
    static Optional<String> attribute(String xml, String element, String name) {
        return first(
                "<%s%s\\s(?:[^>]*\\s)?%s\\s*=\\s*[\"']([^\"']*)".formatted(PREFIX, element, name),
                xml);
    }

    /// The first element of that name with everything in it, when its start tag has `having`.
    static Optional<String> whole(String xml, String name, String having) {
        Matcher matcher =
                Pattern.compile(
                                "<%1$s%2$s\\s[^>]*%3$s[^>]*>.*?</%1$s%2$s>"
                                        .formatted(PREFIX, name, having),
                                Pattern.DOTALL)
                        .matcher(xml);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    private static Optional<String> first(String pattern, String xml) {
        Matcher matcher = Pattern.compile(pattern).matcher(xml);
        return matcher.find() ? Optional.of(unescape(matcher.group(1))) : Optional.empty();
    }

    static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
