package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// A session description with one MSRP medium (RFC 4975 section 8, RFC 6135), written and read with
/// plain string operations.
///
/// @param host of the `c=` line
/// @param port of the `m=` line; 9 for who connects
/// @param setup empty when there is no such line: then the offerer connects
/// @param fingerprint empty without TLS
/// @param direction `sendrecv` when there is no such line
/// @param cema whether host and port count, and not those of the path (RFC 6714)
record Sdp(
        String host,
        int port,
        boolean secure,
        String path,
        String setup,
        String fingerprint,
        String direction,
        List<String> acceptTypes,
        List<String> wrappedTypes,
        boolean cema,
        OptionalLong maxSize) {
    static final String TYPE = "application/sdp";

    static final String SEND_RECEIVE = "sendrecv";
    static final String SEND_ONLY = "sendonly";
    static final String RECEIVE_ONLY = "recvonly";

    /// What stands for a port by those who connect (RFC 4145 section 4.1).
    static final int DISCARD = 9;

    Sdp {
        acceptTypes = List.copyOf(acceptTypes);
        wrappedTypes = List.copyOf(wrappedTypes);
    }

    /// @param id of the origin; the same description is written with the same id
    String text(long id) {
        return text(id, id);
    }

    /// In place of one before: with its id, and a version that is one more (RFC 3264 section 8).
    String textAfter(String before) {
        String[] origin = find(before.lines().toList(), "o=- ").orElseThrow().split(" ", -1);
        return text(Long.parseLong(origin[0]), Long.parseLong(origin[1]) + 1);
    }

    private String text(long id, long version) {
        List<String> lines = new ArrayList<>();
        lines.add("v=0");
        lines.add("o=- %d %d IN IP4 %s".formatted(id, version, host));
        lines.add("s=-");
        lines.add("c=IN IP4 " + host);
        lines.add("t=0 0");
        lines.add("m=message %d %s *".formatted(port, secure ? "TCP/TLS/MSRP" : "TCP/MSRP"));
        lines.add("a=path:" + path);
        if (!setup.isEmpty()) {
            lines.add("a=setup:" + setup);
            lines.add("a=connection:new");
        }
        if (!fingerprint.isEmpty()) {
            lines.add("a=fingerprint:" + fingerprint);
        }
        lines.add("a=accept-types:" + String.join(" ", acceptTypes));
        lines.add("a=accept-wrapped-types:" + String.join(" ", wrappedTypes));
        if (cema) {
            lines.add("a=msrp-cema");
        }
        maxSize.ifPresent(octets -> lines.add("a=max-size:" + octets));
        lines.add("a=" + direction);
        return String.join("\r\n", lines) + "\r\n";
    }

    /// Reads a body that is a description, or a multipart with one in it. Nothing when it has no
    /// MSRP medium, or one that is refused (port 0).
    static Optional<Sdp> parse(byte[] body) {
        String text = new String(body, UTF_8);
        int begin = text.startsWith("v=0") ? 0 : text.indexOf("\nv=0") + 1;
        if (begin == 0 && !text.startsWith("v=0")) {
            return Optional.empty();
        }
        List<String> lines =
                text.substring(begin).lines().takeWhile(line -> !line.startsWith("--")).toList();
        int medium = 0;
        while (medium < lines.size() && !isMsrp(lines.get(medium))) {
            medium++;
        }
        if (medium == lines.size()) {
            return Optional.empty();
        }
        String[] words = lines.get(medium).split(" ", -1);
        int port = words.length < 3 ? 0 : (int) SessionTimer.seconds(words[1]);
        List<String> ofMedium =
                lines.subList(medium + 1, lines.size()).stream()
                        .takeWhile(line -> !line.startsWith("m="))
                        .toList();
        String connection =
                find(ofMedium, "c=").or(() -> find(lines, "c=")).orElse("IN IP4 0.0.0.0");
        String path = attribute(ofMedium, lines, "path");
        if (port == 0 || path.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Sdp(
                        connection.substring(connection.lastIndexOf(' ') + 1),
                        port,
                        words[2].toUpperCase(Locale.ROOT).contains("TLS"),
                        path,
                        attribute(ofMedium, lines, "setup").toLowerCase(Locale.ROOT),
                        attribute(ofMedium, lines, "fingerprint"),
                        direction(ofMedium, lines),
                        words(attribute(ofMedium, lines, "accept-types")),
                        words(attribute(ofMedium, lines, "accept-wrapped-types")),
                        ofMedium.contains("a=msrp-cema"),
                        find(ofMedium, "a=max-size:").stream()
                                .mapToLong(Long::parseLong)
                                .findFirst()));
    }

    private static boolean isMsrp(String line) {
        return line.startsWith("m=message ") && line.toUpperCase(Locale.ROOT).contains("/MSRP");
    }

    private static String direction(List<String> ofMedium, List<String> all) {
        for (List<String> lines : List.of(ofMedium, all)) {
            for (String word : List.of(SEND_ONLY, RECEIVE_ONLY, "inactive")) {
                if (lines.contains("a=" + word)) {
                    return word;
                }
            }
        }
        return SEND_RECEIVE;
    }

    private static String attribute(List<String> ofMedium, List<String> all, String name) {
        String begin = "a=" + name + ":";
        return find(ofMedium, begin).or(() -> find(all, begin)).orElse("");
    }

    private static Optional<String> find(List<String> lines, String begin) {
        return lines.stream()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()).strip())
                .findFirst();
    }

    private static List<String> words(String value) {
        return value.isEmpty() ? List.of() : List.of(value.split(" +", -1));
    }

    /// Whether the other side takes messages of that type without CPIM around them.
    boolean accepts(String type) {
        return acceptTypes.contains(type) || acceptTypes.contains("*");
    }

    /// Where to connect to: the first URI of the path, or what stands in `c=` and `m=`.
    HostPort connectPoint() {
        if (cema) {
            return new HostPort(host, port);
        }
        int begin = path.indexOf("://") + 3;
        int slash = path.indexOf('/', begin);
        String authority = path.substring(begin, slash < 0 ? path.length() : slash);
        int at = authority.indexOf('@');
        int colon = authority.lastIndexOf(':');
        return new HostPort(
                authority.substring(at + 1, colon < 0 ? authority.length() : colon),
                colon < 0 ? 2855 : Integer.parseInt(authority.substring(colon + 1)));
    }

    record HostPort(String host, int port) {}
}
