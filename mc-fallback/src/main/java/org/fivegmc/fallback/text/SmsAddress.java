package org.fivegmc.fallback.text;

/// An address as short message centers write it: type of number, numbering plan, characters (SMPP
/// 3.4 clauses 5.2.5 to 5.2.9). What a peer sends is kept as it is; whether our own can be sent
/// says [#sendable()].
///
/// @param ton type of number: 0 unknown, 1 international, 2 national, 5 alphanumeric
/// @param npi numbering plan: 0 unknown, 1 E.164
/// @param digits digits without `+`, or the characters of an alphanumeric address
public record SmsAddress(int ton, int npi, String digits) {
    /// Longest numeric address on SMPP, without the final NUL.
    public static final int MAX_DIGITS = 20;

    /// Longest alphanumeric address a handset shows (TS 23.040 clause 9.1.2.5).
    public static final int MAX_ALPHANUMERIC = 11;

    private static final int ALPHANUMERIC = 5;

    /// A subscriber's number, digits of E.164 without `+`.
    public static SmsAddress international(String digits) {
        return new SmsAddress(1, 1, digits);
    }

    /// A service code such as `10655555`.
    public static SmsAddress serviceCode(String digits) {
        return new SmsAddress(0, 1, digits);
    }

    /// A name instead of a number; nobody can answer it.
    public static SmsAddress alphanumeric(String name) {
        return new SmsAddress(ALPHANUMERIC, 0, name);
    }

    /// Whether the address can be written into a PDU.
    public boolean sendable() {
        int max = ton == ALPHANUMERIC ? MAX_ALPHANUMERIC : MAX_DIGITS;
        return !digits.isEmpty()
                && digits.length() <= max
                && digits.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    /// Masked: the last four characters are hidden.
    @Override
    public String toString() {
        int shown = Math.max(0, digits.length() - 4);
        return ton
                + "/"
                + npi
                + "/"
                + digits.substring(0, shown)
                + "*".repeat(digits.length() - shown);
    }
}
