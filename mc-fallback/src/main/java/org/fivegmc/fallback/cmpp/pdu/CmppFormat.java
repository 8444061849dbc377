package org.fivegmc.fallback.cmpp.pdu;

import org.fivegmc.fallback.text.TextCoding;

/// Msg_Fmt: how the content is written.
public final class CmppFormat {
    /// ASCII, which is not the GSM alphabet: at most [#MAX_ASCII] octets.
    public static final int ASCII = 0;

    /// Octets without a text.
    public static final int BINARY = 4;

    /// UTF-16BE, at most [#MAX_OTHER] octets.
    public static final int UCS2 = 8;

    /// Chinese of the national standard.
    public static final int GB = 15;

    /// Longest content in ASCII.
    public static final int MAX_ASCII = 160;

    /// Longest content in any other format.
    public static final int MAX_OTHER = 140;

    private CmppFormat() {}

    /// Text of received octets; empty for what is no text. Never fails, unreadable places become
    /// U+FFFD.
    public static String text(int format, byte[] octets) {
        return TextCoding.ofCmpp(format).decode(octets);
    }
}
