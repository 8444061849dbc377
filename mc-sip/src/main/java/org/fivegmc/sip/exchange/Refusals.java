package org.fivegmc.sip.exchange;

import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipReply;

/// How SIP says what the core refused: one row per reason.
public final class Refusals {

    private static final String BUSY_SECONDS = "5";
    private static final String STORE_SECONDS = "10";

    /// Most characters of a sentence in a Warning.
    public static final int WARNING_MAX = 256;

    private Refusals() {}

    public static SipReply of(RefusalReason reason) {
        return switch (reason) {
            case OVERLOAD, DRAINING -> retry(reason, BUSY_SECONDS);
            case STORE_UNAVAILABLE -> retry(reason, STORE_SECONDS);
            case MAILBOX_FULL -> refused(480, reason);
            case NOT_A_NUMBER, UNKNOWN_RECIPIENT, NOTHING_REPORTED -> refused(404, reason);
            case FORBIDDEN_RECIPIENT, FORBIDDEN_SENDER -> refused(403, reason);
            case TOO_LARGE -> refused(413, reason);
        };
    }

    private static SipReply retry(RefusalReason reason, String seconds) {
        return refused(503, reason).with(HeaderName.RETRY_AFTER, seconds);
    }

    private static SipReply refused(int status, RefusalReason reason) {
        return warning(status, reason.text());
    }

    /// A refusal with a sentence for people (RFC 3261 section 20.43, code 399). The text may repeat
    /// what the peer wrote: whatever could break the quoted string or the header is replaced, and
    /// the rest cut at [#WARNING_MAX].
    public static SipReply warning(int status, String text) {
        var safe = new StringBuilder(Math.min(text.length(), WARNING_MAX));
        text.codePoints()
                .limit(WARNING_MAX)
                .forEach(c ->
                        safe.appendCodePoint(
                                switch (c) {
                                    case '"', '\\' -> '\'';
                                    default -> Character.isISOControl(c) ? '?' : c;
                                }));
        return SipReply.of(status).with(HeaderName.WARNING, "399 5gmc \"" + safe + "\"");
    }
}
