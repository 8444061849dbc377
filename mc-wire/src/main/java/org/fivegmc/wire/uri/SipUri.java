package org.fivegmc.wire.uri;

import org.fivegmc.wire.Parameters;
import org.fivegmc.wire.Parse;

/// A `sip:` or `sips:` URI (RFC 3261 section 19.1). A password is dropped, as the same section
/// advises.
///
/// @param secure whether it is `sips:`
/// @param user without escapes, with its own parameters (`+86138;phone-context=x`); empty when
///   there is none
/// @param host name or address as written, an IPv6 reference with its brackets
/// @param port [#NO_PORT] when none is given
/// @param headers text behind the question mark, as written
public record SipUri(
        boolean secure, String user, String host, int port, Parameters parameters, String headers) {
    public static final int NO_PORT = -1;

    /// Longest URI that is read, in characters.
    public static final int DEFAULT_MAX_LENGTH = 4096;

    private static final int MAX_PORT = 65_535;

    public static SipUri of(String user, String host) {
        return new SipUri(false, user, host, NO_PORT, Parameters.NONE, "");
    }

    public static Parse<SipUri> parse(String text) {
        boolean secure = text.regionMatches(true, 0, "sips:", 0, 5);
        if (!secure && !text.regionMatches(true, 0, "sip:", 0, 4)) {
            return malformed(0, "scheme is not sip or sips");
        }
        if (text.length() > DEFAULT_MAX_LENGTH) {
            return malformed(DEFAULT_MAX_LENGTH, "URI longer than " + DEFAULT_MAX_LENGTH);
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || "<>\"".indexOf(text.charAt(i)) >= 0) {
                return malformed(i, "character not allowed in a URI");
            }
        }
        int start = secure ? 5 : 4;
        // the first one: it may not stand in a user unescaped, and NumberPlan reads it so too
        int at = text.indexOf('@', start);
        String userInfo = at < 0 ? "" : text.substring(start, at);
        int colon = userInfo.indexOf(':');
        String user = UriText.unescape(colon < 0 ? userInfo : userInfo.substring(0, colon));
        int hostFrom = at < 0 ? start : at + 1;
        int hostTo = hostEnd(text, hostFrom);
        if (hostTo <= hostFrom) {
            return malformed(hostFrom, "URI without a host");
        }
        for (int i = hostFrom; i < hostTo; i++) {
            if (!isHostCharacter(text.charAt(i), text.charAt(hostFrom) == '[')) {
                return malformed(i, "character not allowed in a host");
            }
        }
        int behind = hostTo;
        int port = NO_PORT;
        if (behind < text.length() && text.charAt(behind) == ':') {
            int digits = behind + 1;
            behind = digits;
            while (behind < text.length() && Character.isDigit(text.charAt(behind))) {
                behind++;
            }
            port = port(text, digits, behind);
            if (port < 0) {
                return malformed(digits, "port out of range");
            }
        }
        if (behind < text.length() && ";?".indexOf(text.charAt(behind)) < 0) {
            return malformed(behind, "character not allowed behind the host");
        }
        int question = text.indexOf('?', behind);
        String headers = question < 0 ? "" : text.substring(question + 1);
        String parameters = text.substring(behind, question < 0 ? text.length() : question);
        return new Parse.Parsed<>(
                new SipUri(
                        secure,
                        user,
                        text.substring(hostFrom, hostTo),
                        port,
                        UriParameters.parse(parameters),
                        headers));
    }

    private static int hostEnd(String text, int from) {
        int i = from;
        if (i < text.length() && text.charAt(i) == '[') {
            int close = text.indexOf(']', i);
            return close < 0 ? from : close + 1;
        }
        while (i < text.length() && ":;?".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static boolean isHostCharacter(char c, boolean address) {
        boolean plain =
                (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "-._".indexOf(c) >= 0;
        return plain || (address && "[]:%".indexOf(c) >= 0);
    }

    private static int port(String text, int from, int to) {
        if (from == to || to - from > 5) {
            return -1;
        }
        int port = 0;
        for (int i = from; i < to; i++) {
            port = port * 10 + Character.digit(text.charAt(i), 10);
        }
        return port <= MAX_PORT ? port : -1;
    }

    private static Parse<SipUri> malformed(int offset, String rule) {
        return new Parse.Malformed<>(offset, rule);
    }

    /// Whether the user part is a telephone number (`;user=phone`).
    public boolean isPhone() {
        return parameters.value("user").filter("phone"::equalsIgnoreCase).isPresent();
    }

    /// The URI with its escapes.
    public String text() {
        var out = new StringBuilder(64).append(secure ? "sips:" : "sip:");
        if (!user.isEmpty()) {
            out.append(UriText.escapeUser(user)).append('@');
        }
        out.append(host);
        if (port != NO_PORT) {
            out.append(':').append(port);
        }
        out.append(UriParameters.text(parameters));
        if (!headers.isEmpty()) {
            out.append('?').append(headers);
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
