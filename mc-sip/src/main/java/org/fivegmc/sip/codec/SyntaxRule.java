package org.fivegmc.sip.codec;

import java.util.Locale;

/// The rule a malformed message broke, with the status that tells the sender so. The names are
/// metric labels, so their number is fixed.
public enum SyntaxRule {
    START_LINE(400),
    STATUS_CODE(400),
    URI_TOO_LONG(414),
    HEADER_NAME(400),
    HEADER_TOO_LONG(400),
    TOO_MANY_HEADERS(400),
    HEADERS_TOO_LONG(400),
    HEADERS_UNTERMINATED(400),
    BARE_LINE_BREAK(400),
    CONTENT_LENGTH_SYNTAX(400),
    CONTENT_LENGTH_REPEATED(400),
    CONTENT_LENGTH_MISSING(400),
    BODY_SHORTER_THAN_LENGTH(400),
    BODY_TOO_LONG(413),
    MESSAGE_TOO_LONG(513),
    MANDATORY_HEADER(400);

    private final int status;

    SyntaxRule(int status) {
        this.status = status;
    }

    /// The status of the answer (RFC 3261 section 21).
    public int status() {
        return status;
    }

    /// Lower case with dashes, for meters and the Reason text.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
