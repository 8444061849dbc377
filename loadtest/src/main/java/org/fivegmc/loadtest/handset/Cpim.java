package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A CPIM message (RFC 3862) read with plain string operations: message headers, MIME headers of
/// the content, content. Extension headers are found by namespace URI, never by prefix.
///
/// @param contentAt how many octets there are before the content
/// @param content as text, line ends LF; only its front when the octets given were the front
record Cpim(List<Line> headers, List<Line> mime, int contentAt, String content) {
    static final String IMDN = "urn:ietf:params:imdn";

    /// One header line.
    record Line(String name, String value) {}

    static Optional<Cpim> parse(byte[] body) {
        int mimeAt = afterBlankLine(body, 0);
        int contentAt = mimeAt < 0 ? -1 : afterBlankLine(body, mimeAt);
        if (contentAt < 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Cpim(
                        lines(text(body, 0, mimeAt)),
                        lines(text(body, mimeAt, contentAt)),
                        contentAt,
                        text(body, contentAt, body.length)));
    }

    private static String text(byte[] body, int from, int to) {
        return new String(body, from, to - from, UTF_8).replace("\r\n", "\n");
    }

    /// Where the line after the next empty one begins; -1 when there is none.
    private static int afterBlankLine(byte[] body, int from) {
        int lineAt = from;
        for (int at = from; at < body.length; at++) {
            if (body[at] == '\n') {
                boolean blank = at == lineAt || (at == lineAt + 1 && body[lineAt] == '\r');
                if (blank && lineAt > from) {
                    return at + 1;
                }
                lineAt = at + 1;
            }
        }
        return -1;
    }

    /// A header of the namespace `uri`, whatever prefix it was given.
    Optional<String> extension(String uri, String name) {
        Map<String, String> prefixes = new HashMap<>();
        for (Line line : headers) {
            int open = line.value().indexOf('<');
            int close = line.value().indexOf('>');
            if ("NS".equals(line.name()) && open >= 0 && close > open) {
                String prefix = line.value().substring(0, open).strip();
                prefixes.put(prefix, line.value().substring(open + 1, close));
                continue;
            }
            int dot = line.name().indexOf('.');
            if (dot > 0
                    && uri.equals(prefixes.get(line.name().substring(0, dot)))
                    && name.equals(line.name().substring(dot + 1))) {
                return Optional.of(line.value());
            }
        }
        return Optional.empty();
    }

    Optional<String> header(String name) {
        return find(headers, name);
    }

    Optional<String> mimeHeader(String name) {
        return find(mime, name);
    }

    /// The content as text, with `Content-Transfer-Encoding: base64` undone.
    String text() {
        boolean base64 =
                mimeHeader("Content-Transfer-Encoding").orElse("").equalsIgnoreCase("base64");
        return base64 ? new String(Base64.getMimeDecoder().decode(content), UTF_8) : content;
    }

    private static Optional<String> find(List<Line> lines, String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Line::value)
                .findFirst();
    }

    private static List<Line> lines(String block) {
        List<Line> lines = new ArrayList<>();
        for (String line : block.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip();
                lines.add(new Line(name, line.substring(colon + 1).strip()));
            }
        }
        return lines;
    }
}
