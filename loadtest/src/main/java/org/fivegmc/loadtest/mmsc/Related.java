package org.fivegmc.loadtest.mmsc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `multipart/related` (RFC 2387) strictly: CRLF, a closing delimiter, a `start` that is
/// there. Octets are taken through ISO 8859-1, which keeps all of them.
final class Related {
    private Related() {}

    static List<MmsPart> parts(String contentType, byte[] body) {
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/related")) {
            throw new IllegalArgumentException("no multipart/related: " + contentType);
        }
        String boundary = parameter(contentType, "boundary");
        String text = "\r\n" + new String(body, ISO_8859_1);
        String delimiter = "\r\n--" + boundary;
        if (boundary.isEmpty() || !text.stripTrailing().endsWith(delimiter + "--")) {
            throw new IllegalArgumentException("no closing delimiter");
        }
        String[] pieces = text.split(Pattern.quote(delimiter), -1);
        var parts = new ArrayList<MmsPart>();
        for (int i = 1; i < pieces.length - 1; i++) {
            parts.add(part(pieces[i]));
        }
        String start = parameter(contentType, "start");
        if (parts.isEmpty() || !parts.getFirst().header("content-id").equals(start)) {
            throw new IllegalArgumentException("the first part is not " + start);
        }
        return List.copyOf(parts);
    }

    private static MmsPart part(String piece) {
        int end = piece.indexOf("\r\n\r\n");
        if (!piece.startsWith("\r\n") || end < 0) {
            throw new IllegalArgumentException("a part without headers");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line : piece.substring(2, end).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new MmsPart(headers, piece.substring(end + 4).getBytes(ISO_8859_1));
    }

    static String parameter(String contentType, String name) {
        Matcher found =
                Pattern.compile("(?i);\\s*" + name + "=(?:\"([^\"]*)\"|([^;\\s]*))")
                        .matcher(contentType);
        if (!found.find()) {
            return "";
        }
        String quoted = found.group(1);
        return quoted == null ? found.group(2) : quoted;
    }
}
