package org.fivegmc.core.message;

/// A telephone number by its E.164 digits (ITU-T E.164: at most 15, no leading zero), which is why
/// a `long` holds it without loss.
public record Msisdn(long e164) implements UserAddress {

    private static final long MAX = 999_999_999_999_999L;

    public Msisdn {
        if (e164 <= 0 || e164 > MAX) {
            throw new IllegalArgumentException("not an E.164 number: " + e164);
        }
    }

    /// Digits with or without `+`; throws `IllegalArgumentException` on anything else.
    public static Msisdn of(String digits) {
        String bare = digits.startsWith("+") ? digits.substring(1) : digits;
        if (bare.isEmpty()
                || bare.length() > 15
                || bare.charAt(0) == '0'
                || !bare.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not an E.164 number: " + digits);
        }
        return new Msisdn(Long.parseLong(bare));
    }

    @Override
    public String masked() {
        String digits = Long.toString(e164);
        if (digits.length() < 8) {
            return "+***";
        }
        return "+"
                + digits.substring(0, digits.length() - 8)
                + "****"
                + digits.substring(digits.length() - 4);
    }

    @Override
    public long spread() {
        return UserAddress.mix(e164);
    }

    @Override
    public String toString() {
        return "+" + e164;
    }
}
