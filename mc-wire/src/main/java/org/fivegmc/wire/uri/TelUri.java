package org.fivegmc.wire.uri;

import java.util.Optional;
import org.fivegmc.wire.Parameters;
import org.fivegmc.wire.Parse;

/// A `tel:` URI (RFC 3966).
///
/// @param number digits with a leading plus when global, visual separators removed
public record TelUri(String number, Parameters parameters) {
    /// Longest number that is read, in characters.
    public static final int DEFAULT_MAX_NUMBER = 64;

    private static final String SEPARATORS = "-.()";
    private static final String LOCAL_DIGITS = "0123456789ABCDEFabcdef*#";

    public static Parse<TelUri> parse(String text) {
        if (!text.regionMatches(true, 0, "tel:", 0, 4)) {
            return new Parse.Malformed<>(0, "scheme is not tel");
        }
        int semicolon = text.indexOf(';');
        int end = semicolon < 0 ? text.length() : semicolon;
        if (end - 4 > DEFAULT_MAX_NUMBER) {
            return new Parse.Malformed<>(4, "number longer than " + DEFAULT_MAX_NUMBER);
        }
        String number = UriText.unescape(text.substring(4, end));
        var digits = new StringBuilder(number.length());
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if ((c == '+' && digits.isEmpty()) || LOCAL_DIGITS.indexOf(c) >= 0) {
                digits.append(c);
            } else if (SEPARATORS.indexOf(c) < 0) {
                return new Parse.Malformed<>(4 + i, "character not allowed in a number");
            }
        }
        if (digits.isEmpty() || digits.toString().equals("+")) {
            return new Parse.Malformed<>(4, "tel URI without digits");
        }
        Parameters parameters =
                semicolon < 0 ? Parameters.NONE : UriParameters.parse(text.substring(semicolon));
        return new Parse.Parsed<>(new TelUri(digits.toString(), parameters));
    }

    public boolean isGlobal() {
        return number.startsWith("+");
    }

    /// Where a local number is valid: a domain, or the leading digits of global numbers.
    public Optional<String> phoneContext() {
        return parameters.value("phone-context");
    }

    public Optional<String> isub() {
        return parameters.value("isub");
    }

    public String text() {
        return "tel:" + number + UriParameters.text(parameters);
    }

    @Override
    public String toString() {
        return text();
    }
}
