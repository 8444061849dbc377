package org.fivegmc.maap.dialect;

/// A content that is not what its type says; the message names it.
public final class ContentFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What is wrong with it.
    public enum Kind {
        EMPTY,
        TOO_LONG,
        NOT_ITS_TYPE
    }

    private final Kind kind;

    ContentFault(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
