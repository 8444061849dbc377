package org.fivegmc.maap.gsma;

/// Ends a request; the message says to people what is wrong.
final class GsmaRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final GsmaCode code;
    private final String field;

    private GsmaRefusal(GsmaCode code, String field, String message) {
        super(message, null, false, false);
        this.code = code;
        this.field = field;
    }

    GsmaRefusal(GsmaCode code, String message) {
        this(code, "", message);
    }

    GsmaRefusal(GsmaCode code) {
        this(code, code.text());
    }

    /// Of a field that is wrong.
    ///
    /// @param what goes behind its name
    static GsmaRefusal wrong(String field, String what) {
        return of(GsmaCode.FIELD, field, what);
    }

    static GsmaRefusal of(GsmaCode code, String field, String what) {
        return new GsmaRefusal(code, field, field + " " + what);
    }

    GsmaCode code() {
        return code;
    }

    /// Which field it is about; empty for none.
    String field() {
        return field;
    }
}
