package org.fivegmc.maap.ctcu;

/// Ends a request with a code; the message names what is wrong.
final class CtcuRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final CtcuCode code;

    CtcuRefusal(CtcuCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    CtcuRefusal(CtcuCode code) {
        this(code, code.text());
    }

    CtcuCode code() {
        return code;
    }
}
