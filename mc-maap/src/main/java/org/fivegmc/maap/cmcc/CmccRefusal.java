package org.fivegmc.maap.cmcc;

/// Ends a request with a code; the message names what is wrong.
final class CmccRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final CmccCode code;

    CmccRefusal(CmccCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    CmccRefusal(CmccCode code) {
        this(code, code.text());
    }

    CmccCode code() {
        return code;
    }
}
