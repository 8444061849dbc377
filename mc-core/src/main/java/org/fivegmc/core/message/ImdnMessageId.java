package org.fivegmc.core.message;

/// The sender's id of a message (RFC 5438 section 6.3), or one the center made from Call-ID and
/// CSeq for clients that send no CPIM. Unique only together with the sender.
public record ImdnMessageId(String value) {

    /// Longest id accepted, in characters.
    public static final int MAX_LENGTH = 255;

    public ImdnMessageId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "imdn.Message-ID of " + value.length() + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
