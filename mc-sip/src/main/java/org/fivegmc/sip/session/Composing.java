package org.fivegmc.sip.session;

/// Says that somebody types (RFC 3994): passed on at once or not at all.
final class Composing {
    static final String MEDIA_TYPE = "application/im-iscomposing+xml";

    /// Largest that is passed on, in octets.
    static final int MOST = 4_096;

    private Composing() {}

    /// Whether a type is that of typing indications; without the plus is a known typing error.
    static boolean is(String contentType) {
        return contentType.regionMatches(true, 0, "application/im-iscomposing", 0, 26);
    }
}
