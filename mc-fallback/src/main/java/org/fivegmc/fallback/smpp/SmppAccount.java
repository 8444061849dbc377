package org.fivegmc.fallback.smpp;

import org.fivegmc.fallback.smpp.pdu.BindMode;

/// Who we are to a short message center.
///
/// @param systemId at most 15 characters
/// @param password at most 8 characters
/// @param systemType at most 12 characters, often empty; some centers check it
/// @param mode what links are bound for
public record SmppAccount(String systemId, String password, String systemType, BindMode mode) {
    /// Checks the lengths of SMPP 3.4 clause 4.1.1; longer values would shift everything after
    /// them.
    public SmppAccount {
        limit("system_id", systemId, 15);
        limit("password", password, 8);
        limit("system_type", systemType, 12);
    }

    private static void limit(String parameter, String value, int max) {
        if (value.length() > max || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    parameter + " must be at most " + max + " printable ASCII characters");
        }
    }

    /// Without the password.
    @Override
    public String toString() {
        return "SmppAccount[" + systemId + ", " + systemType + ", " + mode + "]";
    }
}
