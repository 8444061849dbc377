package org.fivegmc.sip.dialog;

import java.util.concurrent.ThreadLocalRandom;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipReply;

/// Refusals that ask the peer to come again.
final class RetryAfter {
    /// RFC 3261 section 14.2 and RFC 3311 section 5.2: chosen from 0 to 10 seconds.
    private static final int MOST_SECONDS = 10;

    private RetryAfter() {}

    /// Something else has to end first, or the request was overtaken.
    static SipReply soon() {
        return SipReply.of(500)
                .with(
                        HeaderName.RETRY_AFTER,
                        Integer.toString(ThreadLocalRandom.current().nextInt(MOST_SECONDS + 1)));
    }

    /// No room, or the server drains.
    static SipReply later(int seconds) {
        return SipReply.of(503).with(HeaderName.RETRY_AFTER, Integer.toString(seconds));
    }
}
