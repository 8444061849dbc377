package org.fivegmc.loadtest.handset;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads IMDN documents (RFC 5438 section 11) by local names only, one or several in a text, so
/// that aggregated reports and odd namespaces are read too.
final class ImdnText {
    /// What one document says.
    record Report(String about, String status) {}

    private static final String PREFIX = "(?:[\\w-]+:)?";
    private static final Pattern DOCUMENT =
            Pattern.compile("<%simdn[\\s>].*?</%simdn>".formatted(PREFIX, PREFIX), Pattern.DOTALL);
    private static final Pattern ABOUT =
            Pattern.compile("<%smessage-id[^>]*>\\s*([^<]*?)\\s*<".formatted(PREFIX));
    private static final Pattern STATUS =
            Pattern.compile(
                    "<%s(delivery|display|processing|interworking)-notification[^>]*>.*?<%sstatus[^>]*>\\s*<%s([\\w-]+)"
                            .formatted(PREFIX, PREFIX, PREFIX),
                    Pattern.DOTALL);

    private ImdnText() {}

    static List<Report> parse(String text) {
        List<Report> reports = new ArrayList<>();
        Matcher document = DOCUMENT.matcher(text);
        while (document.find()) {
            Matcher about = ABOUT.matcher(document.group());
            Matcher status = STATUS.matcher(document.group());
            if (about.find() && status.find()) {
                reports.add(new Report(XmlText.unescape(about.group(1)), status(status)));
            }
        }
        return reports;
    }

    private static String status(Matcher matcher) {
        String word = matcher.group(2);
        boolean bare = matcher.group(1).equals("interworking") && !word.startsWith("interworking");
        return bare ? "interworking-" + word : word;
    }
}
