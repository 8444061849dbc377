package org.fivegmc.wire.uri;

import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fivegmc.wire.Parse;

/// A URI of MSRP (RFC 4975 section 9), as `msrps://192.0.2.10:2855/s77;tcp`.
///
/// @param secure whether the scheme is `msrps`
/// @param userinfo what stands before `@`, empty when nothing does; no part of the comparison
/// @param host name or address, IPv6 without brackets
/// @param port 0 when none is given
/// @param sessionId empty when there is none; whoever knows it can take part in the session
/// @param transport in small letters, `tcp`
/// @param parameters what follows the transport, each with its semicolon; empty as a rule
public record MsrpUri(
        boolean secure,
        String userinfo,
        String host,
        int port,
        String sessionId,
        String transport,
        String parameters) {
    /// The port for MSRP over TCP (RFC 4975 section 15.4), assumed where a URI has none.
    public static final int DEFAULT_PORT = 2855;

    /// Octets of a URI that are looked at.
    public static final int MAX_LENGTH = 1_024;

    /// URIs in one path that are looked at.
    public static final int MAX_HOPS = 16;

    public static MsrpUri of(boolean secure, String host, int port, String sessionId) {
        return new MsrpUri(secure, "", host, port, sessionId, "tcp", "");
    }

    /// Reads one URI.
    public static Parse<MsrpUri> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Parse.Malformed<>(MAX_LENGTH, "MSRP URI too long");
        }
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("msrp") && !scheme.equals("msrps")) {
            return new Parse.Malformed<>(0, "no MSRP scheme");
        }
        int authority = colon + 3;
        int semicolon = text.indexOf(';', authority);
        if (semicolon < 0) {
            return new Parse.Malformed<>(text.length(), "MSRP URI without a transport");
        }
        int slash = text.indexOf('/', authority);
        int authorityEnd = slash < 0 || slash > semicolon ? semicolon : slash;
        String sessionId =
                authorityEnd == semicolon ? "" : text.substring(authorityEnd + 1, semicolon);
        if (!isVisible(text)) {
            return new Parse.Malformed<>(authority, "blank or control character in an MSRP URI");
        }
        int at = text.lastIndexOf('@', authorityEnd - 1);
        int hostStart = at < authority ? authority : at + 1;
        String userinfo = at < authority ? "" : text.substring(authority, at);
        int next = text.indexOf(';', semicolon + 1);
        String transport = text.substring(semicolon + 1, next < 0 ? text.length() : next);
        if (transport.isEmpty()) {
            return new Parse.Malformed<>(semicolon, "MSRP URI without a transport");
        }
        return authority(
                text,
                hostStart,
                authorityEnd,
                new MsrpUri(
                        scheme.equals("msrps"),
                        userinfo,
                        "",
                        0,
                        sessionId,
                        transport.toLowerCase(Locale.ROOT),
                        next < 0 ? "" : text.substring(next)));
    }

    private static Parse<MsrpUri> authority(String text, int from, int to, MsrpUri rest) {
        int hostEnd;
        String host;
        if (from < to && text.charAt(from) == '[') {
            int close = text.indexOf(']', from);
            if (close < 0 || close >= to) {
                return new Parse.Malformed<>(from, "IPv6 address without its closing bracket");
            }
            host = text.substring(from + 1, close);
            hostEnd = close + 1;
        } else {
            int colon = text.indexOf(':', from);
            hostEnd = colon < 0 || colon > to ? to : colon;
            host = text.substring(from, hostEnd);
        }
        if (host.isEmpty()) {
            return new Parse.Malformed<>(from, "MSRP URI without a host");
        }
        int port = 0;
        if (hostEnd < to) {
            port = text.charAt(hostEnd) == ':' ? port(text.substring(hostEnd + 1, to)) : -1;
        }
        if (port < 0) {
            return new Parse.Malformed<>(hostEnd, "bad port in an MSRP URI");
        }
        return new Parse.Parsed<>(
                new MsrpUri(
                        rest.secure,
                        rest.userinfo,
                        host,
                        port,
                        rest.sessionId,
                        rest.transport,
                        rest.parameters));
    }

    /// Reads a path: URIs with blanks between them, the next hop first.
    public static Parse<List<MsrpUri>> parsePath(String text) {
        List<MsrpUri> found = new ArrayList<>();
        int offset = 0;
        for (String piece : text.split(" ", MAX_HOPS * 2)) {
            if (!piece.isEmpty()) {
                if (found.size() == MAX_HOPS) {
                    return new Parse.Malformed<>(offset, "more than " + MAX_HOPS + " URIs");
                }
                switch (parse(piece)) {
                    case Parse.Parsed<MsrpUri>(MsrpUri uri) -> found.add(uri);
                    case Parse.Malformed<MsrpUri>(int at, String rule) -> {
                        return new Parse.Malformed<>(offset + at, rule);
                    }
                }
            }
            offset += piece.length() + 1;
        }
        return found.isEmpty()
                ? new Parse.Malformed<>(0, "empty path")
                : new Parse.Parsed<>(List.copyOf(found));
    }

    /// The port to connect to.
    public int effectivePort() {
        return port == 0 ? DEFAULT_PORT : port;
    }

    /// Whether both name the same resource (RFC 4975 section 6.1): user and parameters do not
    /// count, the session-id counts by letter, and a port that is given differs from one that is
    /// not.
    public boolean sameAs(MsrpUri other) {
        return secure == other.secure
                && port == other.port
                && sessionId.equals(other.sessionId)
                && transport.equals(other.transport)
                && sameHost(host, other.host);
    }

    /// Whether two hosts are the same by letters of either case, or as IPv6 addresses.
    public static boolean sameHost(String a, String b) {
        if (a.equalsIgnoreCase(b)) {
            return true;
        }
        if (a.indexOf(':') < 0 || b.indexOf(':') < 0) {
            return false;
        }
        try {
            return Inet6Address.ofLiteral(a).equals(Inet6Address.ofLiteral(b));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    public String text() {
        var out = new StringBuilder(secure ? "msrps://" : "msrp://");
        if (!userinfo.isEmpty()) {
            out.append(userinfo).append('@');
        }
        if (host.indexOf(':') >= 0) {
            out.append('[').append(host).append(']');
        } else {
            out.append(host);
        }
        if (port != 0) {
            out.append(':').append(port);
        }
        if (!sessionId.isEmpty()) {
            out.append('/').append(sessionId);
        }
        return out.append(';').append(transport).append(parameters).toString();
    }

    private static int port(String digits) {
        if (digits.isEmpty() || digits.length() > 5) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value > 65_535 ? -1 : value;
    }

    private static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
