package org.fivegmc.wire.uri;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parameters;
import org.fivegmc.wire.Parse;

/// An address as it stands in From, Contact or P-Asserted-Identity (RFC 3261 section 20.10): a
/// display name, a URI, parameters. Without angle brackets, which some clients forget, everything
/// behind the first semicolon is a parameter of the header.
///
/// @param displayName without quotes, empty when there is none
/// @param uri as written
public record NameAddr(String displayName, String uri, Parameters parameters) {
    /// Most addresses of one list that are read; more is malformed.
    public static final int DEFAULT_LIST_LIMIT = 64;

    public static Parse<NameAddr> parse(String text) {
        String address = text.strip();
        String name = "";
        int from = 0;
        if (address.startsWith("\"")) {
            int close = closingQuote(address);
            if (close < 0) {
                return new Parse.Malformed<>(0, "display name without its closing quote");
            }
            name = Parameters.unquote(address.substring(1, close));
            from = close + 1;
        }
        int open = address.indexOf('<', from);
        int semicolon = address.indexOf(';', from);
        if (open < 0 || (name.isEmpty() && semicolon >= 0 && semicolon < open)) {
            return bare(name, address.substring(from).strip());
        }
        int close = address.indexOf('>', open);
        if (close < 0) {
            return new Parse.Malformed<>(open, "angle bracket is not closed");
        }
        if (name.isEmpty()) {
            name = address.substring(from, open).strip();
        }
        String uri = address.substring(open + 1, close).strip();
        if (uri.isEmpty()) {
            return new Parse.Malformed<>(open, "empty URI");
        }
        Parameters parameters = Parameters.parse(address.substring(close + 1));
        return new Parse.Parsed<>(new NameAddr(name, uri, parameters));
    }

    private static Parse<NameAddr> bare(String name, String rest) {
        int semicolon = rest.indexOf(';');
        String uri = (semicolon < 0 ? rest : rest.substring(0, semicolon)).strip();
        if (uri.isEmpty() || uri.indexOf(' ') >= 0 || uri.indexOf('>') >= 0) {
            return new Parse.Malformed<>(0, "no URI");
        }
        Parameters parameters =
                semicolon < 0 ? Parameters.NONE : Parameters.parse(rest.substring(semicolon));
        return new Parse.Parsed<>(new NameAddr(name, uri, parameters));
    }

    private static int closingQuote(String text) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
        return -1;
    }

    /// A comma list; empty places in it are skipped.
    public static Parse<List<NameAddr>> parseList(String text) {
        List<NameAddr> addresses = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Parameters.indexOutsideQuotes(text, from, ",");
            String piece = text.substring(from, to);
            if (!piece.isBlank()) {
                if (addresses.size() == DEFAULT_LIST_LIMIT) {
                    return new Parse.Malformed<>(
                            from, "more than " + DEFAULT_LIST_LIMIT + " addresses");
                }
                switch (parse(piece)) {
                    case Parse.Parsed<NameAddr>(NameAddr address) -> addresses.add(address);
                    case Parse.Malformed<NameAddr>(int offset, String rule) -> {
                        return new Parse.Malformed<>(from + offset, rule);
                    }
                }
            }
            from = to + 1;
        }
        return addresses.isEmpty()
                ? new Parse.Malformed<>(0, "no address")
                : new Parse.Parsed<>(List.copyOf(addresses));
    }

    /// The URI of an address without reading the rest of it: what stands in the angle brackets,
    /// else all in front of the first semicolon.
    public static ByteSlice uriOf(ByteSlice address) {
        boolean quoted = false;
        for (int i = 0; i < address.length(); i++) {
            byte octet = address.at(i);
            if (quoted && octet == '\\') {
                i++;
            } else if (octet == '"') {
                quoted = !quoted;
            } else if (!quoted && octet == '<') {
                int close = address.indexOf('>', i);
                return address.slice(i + 1, close < 0 ? address.length() : close).trim();
            } else if (!quoted && octet == ';') {
                return address.slice(0, i).trim();
            }
        }
        return address.trim();
    }

    public String text() {
        String quoted = displayName.replace("\\", "\\\\").replace("\"", "\\\"");
        String name = displayName.isEmpty() ? "" : "\"" + quoted + "\" ";
        return name + "<" + uri + ">" + parameters.text();
    }
}
