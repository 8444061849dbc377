package org.fivegmc.routing.number;

import java.util.List;
import org.fivegmc.core.message.Msisdn;

/// A set of E.164 prefixes, for example `+1900`. Immutable.
public final class PrefixSet {

    public static final PrefixSet EMPTY = of(List.of());

    private final List<String> prefixes;

    private PrefixSet(List<String> prefixes) {
        this.prefixes = prefixes;
    }

    /// Prefixes with or without `+`; throws `IllegalArgumentException` on anything but digits.
    public static PrefixSet of(List<String> prefixes) {
        return new PrefixSet(prefixes.stream().map(PrefixSet::digits).sorted().distinct().toList());
    }

    private static String digits(String prefix) {
        String digits = prefix.startsWith("+") ? prefix.substring(1) : prefix;
        if (!digits.matches("[0-9]{1,15}")) {
            throw new IllegalArgumentException("not a prefix of E.164 numbers: " + prefix);
        }
        return digits;
    }

    public boolean covers(Msisdn number) {
        if (prefixes.isEmpty()) {
            return false;
        }
        String digits = Long.toString(number.e164());
        return prefixes.stream().anyMatch(digits::startsWith);
    }
}
