package org.fivegmc.msrp.codec;

import java.util.Locale;

/// The rule a frame broke. The names are metric labels, so their number is fixed.
public enum MsrpRule {
    /// None is broken.
    NONE(false),
    START_LINE(true),
    TRANSACTION_ID(true),
    TRANSACTION_ID_TOO_LONG(true),
    LINE_TOO_LONG(true),
    HEAD_TOO_LONG(true),
    TOO_MANY_HEADERS(true),
    HEADER_SYNTAX(true),
    END_LINE(true),
    /// To-Path is missing or empty.
    TO_PATH(false),
    /// From-Path is missing or empty.
    FROM_PATH(false),
    /// Message-ID is missing or empty. Counts only when there is a body.
    MESSAGE_ID(false),
    /// A Byte-Range that can not be read. Counts only when there is a body.
    BYTE_RANGE(false);

    private final boolean framing;

    MsrpRule(boolean framing) {
        this.framing = framing;
    }

    /// Whether the rest of the stream is lost with it; else the frame can be answered with 400.
    public boolean framing() {
        return framing;
    }

    /// Lower case with dashes, for meters.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
