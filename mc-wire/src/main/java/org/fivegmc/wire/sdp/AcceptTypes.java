package org.fivegmc.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The value of `accept-types` or `accept-wrapped-types` (RFC 4975 section 8.6).
///
/// @param entries media types in small letters without parameters, `*`, or `type/*`; empty when the
///   attribute is not there
public record AcceptTypes(List<String> entries) {
    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

    public static final AcceptTypes NONE = new AcceptTypes(List.of());
    public static final AcceptTypes ANY = new AcceptTypes(List.of("*"));

    /// Entries that are kept.
    public static final int MAX_ENTRIES = 64;

    public AcceptTypes {
        entries = List.copyOf(entries);
    }

    public static AcceptTypes of(String... types) {
        return new AcceptTypes(List.of(types));
    }

    static AcceptTypes parse(String value) {
        List<String> entries = new ArrayList<>();
        for (String word : BETWEEN.split(value.strip(), -1)) {
            int semicolon = word.indexOf(';');
            String type = semicolon < 0 ? word : word.substring(0, semicolon);
            if (!type.isEmpty() && entries.size() < MAX_ENTRIES) {
                entries.add(type.equals("*/*") ? "*" : type.toLowerCase(Locale.ROOT));
            }
        }
        return new AcceptTypes(entries);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /// Whether a media type (without parameters) is among them.
    public boolean accepts(String type) {
        for (String entry : entries) {
            if (overlap(entry, type)) {
                return true;
            }
        }
        return false;
    }

    /// Whether something fits both.
    public boolean overlaps(AcceptTypes other) {
        return other.entries.stream().anyMatch(this::accepts);
    }

    /// Those of ours that the other side knows, too; those of the other side where we take all.
    public AcceptTypes common(AcceptTypes other) {
        List<String> both = new ArrayList<>();
        for (String entry : entries) {
            if (entry.endsWith("*")) {
                other.entries.stream()
                        .filter(e -> overlap(entry, e) && !both.contains(e))
                        .forEach(both::add);
            } else if (other.accepts(entry) && !both.contains(entry)) {
                both.add(entry);
            }
        }
        return new AcceptTypes(both);
    }

    public String text() {
        return String.join(" ", entries);
    }

    private static boolean overlap(String a, String b) {
        return a.equalsIgnoreCase(b) || covers(a, b) || covers(b, a);
    }

    /// Whether a pattern with a star takes a type.
    private static boolean covers(String pattern, String type) {
        return pattern.endsWith("*")
                && type.regionMatches(true, 0, pattern, 0, pattern.length() - 1);
    }
}
