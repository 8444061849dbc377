package org.fivegmc.sip.transaction;

import java.security.SecureRandom;
import org.fivegmc.sip.codec.CSeq;
import org.fivegmc.sip.codec.PlainHead;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Via;
import org.jspecify.annotations.Nullable;

/// Keys of server transactions (RFC 3261 section 17.2.3) as 64 bits under a secret of this process.
///
/// With a million live transactions two different ones meet with probability 5e-14 per request, and
/// nobody outside can make them meet.
final class KeyHash {
    private static final long M = 0x9e37_79b9_7f4a_7c15L;

    private final long k0;
    private final long k1;

    KeyHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1 | 1;
    }

    static KeyHash random(SecureRandom random) {
        return new KeyHash(random.nextLong(), random.nextLong());
    }

    /// Key of the transaction a request belongs to; an ACK and a CANCEL have that of their INVITE.
    /// Never 0.
    long transaction(SipRequest r) {
        Via via = r.topVia();
        Span branch = via.branch();
        if (branch != null && via.hasRfc3261Branch()) {
            return transaction(via, branch, r.method(), r.methodText());
        }
        // RFC 2543: Request-URI, Via, From tag, Call-ID, CSeq number; the To tag of an ACK is
        // that of the answer, so it cannot take part
        long h = add(k0, r.uriText());
        h = add(h, via.raw());
        h = optional(h, r.from().tag());
        h = add(h, r.callId());
        h = mix(h, r.cSeq().number());
        if (!isOfInvite(r.method())) {
            h = optional(h, r.to().tag());
        }
        return ofMethod(h, r.method(), r.methodText());
    }

    /// The same of a request that was not parsed.
    long transaction(PlainHead head) {
        Via via = head.topVia();
        Span branch = via.branch();
        return transaction(
                via, branch == null ? Span.EMPTY : branch, head.method(), head.methodText());
    }

    private long transaction(Via via, Span branch, SipMethod method, Span methodText) {
        long h = add(k0, branch);
        h = lower(h, via.host());
        h = mix(h, via.port());
        return ofMethod(h, method, methodText);
    }

    private long ofMethod(long h, SipMethod method, Span methodText) {
        return finish(isOfInvite(method) ? mix(h, 1) : add(h, methodText));
    }

    private static boolean isOfInvite(SipMethod method) {
        return switch (method) {
            case INVITE, ACK, CANCEL -> true;
            default -> false;
        };
    }

    /// Key of one request however it came here, to find merged ones (RFC 3261 section 8.2.2.2).
    long merge(SipRequest r) {
        CSeq cseq = r.cSeq();
        long h = optional(k1, r.from().tag());
        h = add(h, r.callId());
        h = mix(h, cseq.number());
        return finish(add(h, cseq.methodText()));
    }

    /// A To tag that a repetition of the same request gets again.
    long toTag(long key) {
        return mix(mix(k1, key), k0);
    }

    private long finish(long h) {
        long out = mix(h, k1);
        return out == 0 ? 1 : out;
    }

    private long optional(long h, @Nullable Span s) {
        return s == null ? mix(h, -1) : add(h, s);
    }

    private static long mix(long h, long v) {
        long a = h ^ v;
        return (a * M) ^ Math.multiplyHigh(a, M) ^ (h >>> 32);
    }

    private long add(long h, Span s) {
        return bytes(h, s, false);
    }

    private long lower(long h, Span s) {
        return bytes(h, s, true);
    }

    private long bytes(long seed, Span s, boolean lower) {
        long h = mix(seed, s.length());
        long word = 0;
        int n = 0;
        for (int i = 0, length = s.length(); i < length; i++) {
            int c = s.byteAt(i) & 0xff;
            if (lower && c >= 'A' && c <= 'Z') {
                c += 32;
            }
            word = word << 8 | c;
            if (++n == 8) {
                h = mix(h, word ^ k1);
                word = 0;
                n = 0;
            }
        }
        return mix(h, word ^ k1);
    }

    /// A branch number: different for each count of this process, not to be guessed from earlier
    /// ones.
    long branch(long count) {
        // a Feistel net of four rounds is a permutation, so no number comes twice
        int left = (int) (count >>> 32);
        int right = (int) count;
        for (int round = 0; round < 4; round++) {
            int f = (int) (mix(k0 + round, right ^ k1) >>> 17);
            int swap = left ^ f;
            left = right;
            right = swap;
        }
        return (long) left << 32 | (right & 0xffff_ffffL);
    }
}
