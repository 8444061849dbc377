package org.fivegmc.wire.uri;

import java.util.List;
import org.fivegmc.wire.ByteSlice;

/// Finds the E.164 number in an address, however a client spells it, given how the home country
/// dials. Subscribers are compared by these digits, never by the text of their URIs.
///
/// ```
/// tel:+86-138-0000-0001                      8613800000001
/// sip:+8613800000001@home;user=phone         8613800000001
/// tel:13800000001;phone-context=home         8613800000001   national
/// tel:010-1234-5678                          861012345678    trunk prefix
/// tel:008613800000001                        8613800000001   international prefix
/// tel:10086, sip:10690000@bot.example        NOT_A_NUMBER    service codes, chatbots
/// ```
///
/// A number fits a `long`: at most fifteen digits, the first one never zero. Validity of national
/// ranges is not judged here. Reads octets, makes no strings. Immutable, safe for any thread.
///
/// @param countryCode digits of the home country, `86`
/// @param trunkPrefix what is dialled in front of an area code, `0`; empty when the country has
///   none
/// @param internationalPrefix what is dialled in front of a country code, `00`
/// @param minNational fewest digits of a national number dialled without the trunk prefix
/// @param maxNational most digits of a national number
/// @param servicePrefixes starts of codes that are no subscriber numbers unless a trunk prefix is
///   in front
public record NumberPlan(
        String countryCode,
        String trunkPrefix,
        String internationalPrefix,
        int minNational,
        int maxNational,
        List<String> servicePrefixes) {

    /// What is answered when there is no number.
    public static final long NOT_A_NUMBER = 0;

    private static final int MAX_DIGITS = 15;
    private static final int MIN_DIGITS = 5;
    private static final int MIN_TRUNK_DIGITS = 7;

    public NumberPlan {
        servicePrefixes = List.copyOf(servicePrefixes);
        if (!countryCode.matches("[1-9][0-9]{0,2}")
                || !trunkPrefix.matches("[0-9]{0,3}")
                || !internationalPrefix.matches("[0-9]{1,5}")
                || minNational < 1
                || maxNational < minNational
                || maxNational + countryCode.length() > MAX_DIGITS) {
            throw new IllegalArgumentException("not a numbering plan: " + countryCode);
        }
    }

    /// China: eleven-digit mobile numbers, fixed lines behind the trunk prefix 0.
    public static NumberPlan china() {
        return new NumberPlan("86", "0", "00", 11, 11, List.of("10", "11", "12"));
    }

    /// Plus and digits.
    public static String format(long number) {
        return "+" + number;
    }

    public long number(String address) {
        return number(ByteSlice.of(address));
    }

    /// The number in a `tel:`, `sip:` or `sips:` URI, in a name-addr around one, or in plain
    /// digits; [#NOT_A_NUMBER] when it is something else. A SIP user without plus is a number only
    /// when the URI says `user=phone`.
    public long number(ByteSlice address) {
        ByteSlice uri = address;
        if (address.indexOf('<', 0) >= 0) {
            uri = NameAddr.uriOf(address);
        }
        if (uri.startsWithIgnoreCase("tel:")) {
            return telephone(uri.slice(4, uri.length()), false);
        }
        int start =
                uri.startsWithIgnoreCase("sip:") ? 4 : uri.startsWithIgnoreCase("sips:") ? 5 : 0;
        if (start == 0) {
            return telephone(uri, false);
        }
        int at = uri.indexOf('@', start);
        if (at < 0) {
            return NOT_A_NUMBER;
        }
        ByteSlice user = uri.slice(start, at);
        int colon = user.indexOf(':', 0);
        boolean phone = find(uri, at, ";user=phone") >= 0;
        return telephone(colon < 0 ? user : user.slice(0, colon), !phone);
    }

    /// Digits, separators and the parameters of a telephone number.
    private long telephone(ByteSlice text, boolean globalOnly) {
        int semicolon = text.indexOf(';', 0);
        ByteSlice digits = semicolon < 0 ? text : text.slice(0, semicolon);
        int from = 0;
        while (from < digits.length() && digits.at(from) == ' ') {
            from++;
        }
        boolean plus = from < digits.length() && digits.at(from) == '+';
        boolean escapedPlus = digits.hasAt(from, "%2b");
        from += plus ? 1 : escapedPlus ? 3 : 0;
        var cursor = new Digits();
        for (int i = from; i < digits.length(); i++) {
            if (!cursor.add(digits.at(i))) {
                return NOT_A_NUMBER;
            }
        }
        if (plus || escapedPlus) {
            return cursor.global(0);
        }
        if (globalOnly) {
            return NOT_A_NUMBER;
        }
        long foreign = semicolon < 0 ? NOT_A_NUMBER : inContext(text, semicolon, cursor);
        return foreign != NOT_A_NUMBER ? foreign : national(cursor);
    }

    /// A context that is the start of global numbers other than the home country's.
    private long inContext(ByteSlice text, int semicolon, Digits local) {
        String name = ";phone-context=";
        int context = find(text, semicolon, name);
        if (context < 0) {
            return NOT_A_NUMBER;
        }
        int from = context + name.length();
        int end = text.indexOf(';', from);
        ByteSlice value = text.slice(from, end < 0 ? text.length() : end);
        if (value.isEmpty() || value.at(0) != '+' || value.equalsIgnoreCase("+" + countryCode)) {
            return NOT_A_NUMBER;
        }
        var whole = new Digits();
        for (int i = 1; i < value.length(); i++) {
            if (!whole.add(value.at(i))) {
                return NOT_A_NUMBER;
            }
        }
        for (int i = 0; i < local.count; i++) {
            whole.add(local.octets[i]);
        }
        return local.overflow ? NOT_A_NUMBER : whole.global(0);
    }

    private long national(Digits digits) {
        if (digits.startsWith(internationalPrefix)) {
            return digits.global(internationalPrefix.length());
        }
        if (!trunkPrefix.isEmpty() && digits.startsWith(trunkPrefix)) {
            int significant = digits.count - trunkPrefix.length();
            boolean fits = significant >= MIN_TRUNK_DIGITS && significant <= maxNational;
            return fits ? digits.behind(countryCode, trunkPrefix.length()) : NOT_A_NUMBER;
        }
        if (digits.count >= minNational && digits.count <= maxNational) {
            for (String service : servicePrefixes) {
                if (digits.startsWith(service)) {
                    return NOT_A_NUMBER;
                }
            }
            return digits.behind(countryCode, 0);
        }
        // a global number whose plus was forgotten
        int significant = digits.count - countryCode.length();
        boolean home =
                digits.startsWith(countryCode)
                        && significant >= minNational
                        && significant <= maxNational;
        return home ? digits.global(0) : NOT_A_NUMBER;
    }

    private static int find(ByteSlice text, int from, String wanted) {
        for (int i = from; i + wanted.length() <= text.length(); i++) {
            if (text.hasAt(i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    /// Dialled digits without their separators.
    private static final class Digits {
        private static final int ROOM = 24;
        private final byte[] octets = new byte[ROOM];
        private int count;
        private boolean overflow;

        /// False when the octet is neither digit nor visual separator (RFC 3966 section 5.1.1).
        boolean add(byte octet) {
            if (octet < '0' || octet > '9') {
                return octet == '-' || octet == '.' || octet == '(' || octet == ')' || octet == ' ';
            }
            if (count == ROOM) {
                overflow = true;
            } else {
                octets[count++] = octet;
            }
            return true;
        }

        boolean startsWith(String prefix) {
            if (count < prefix.length()) {
                return false;
            }
            for (int i = 0; i < prefix.length(); i++) {
                if (octets[i] != prefix.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        long global(int from) {
            boolean fits = count - from >= MIN_DIGITS && count - from <= MAX_DIGITS;
            if (overflow || !fits || octets[from] == '0') {
                return NOT_A_NUMBER;
            }
            return append(0, from);
        }

        long behind(String country, int from) {
            return overflow ? NOT_A_NUMBER : append(Long.parseLong(country), from);
        }

        private long append(long start, int from) {
            long number = start;
            for (int i = from; i < count; i++) {
                number = number * 10 + octets[i] - '0';
            }
            return number;
        }
    }
}
