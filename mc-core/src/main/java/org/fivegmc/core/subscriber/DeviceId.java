package org.fivegmc.core.subscriber;

/// One device of a user: its `+sip.instance` (RFC 5626) in lower case, or its contact where it has
/// none.
public record DeviceId(String value) {

    /// Longest id accepted, in characters.
    public static final int MAX_LENGTH = 255;

    public DeviceId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("device id of " + value.length() + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
