package org.fivegmc.sip.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What every element checks before it works on a message (RFC 3261 sections 8.1.1, 8.2, 16.3).
/// Cheap: no text is made unless it fails.
///
/// Merged requests (482) are found by the transaction layer.
public final class SipCheck {
    /// The finding.
    public sealed interface Verdict {}

    /// Nothing to object to.
    public record Passed() implements Verdict {}

    /// Answer the request with this.
    ///
    /// @param reply the answer
    /// @param rule a short stable name of the rule, for meters
    public record Rejected(SipReply reply, String rule) implements Verdict {}

    private static final Verdict PASSED = new Passed();

    /// The option tags this server understands in Require.
    private final Set<String> supported;

    private final String supportedText;

    /// @param supportedOptions option tags (RFC 3261 section 19.2), lower case
    public SipCheck(Set<String> supportedOptions) {
        this.supported = Set.copyOf(supportedOptions);
        this.supportedText = String.join(", ", new TreeSet<>(supportedOptions));
    }

    /// Checks a request as the server that handles it.
    public Verdict check(SipRequest r) {
        if (!r.isVersion2()) {
            return reject(505, "version");
        }
        Verdict headers = mandatory(r);
        if (headers instanceof Rejected) {
            return headers;
        }
        Uri uri = r.uriOrNull();
        if (uri == null) {
            return reject(400, "request-uri");
        }
        if (!uri.isSip() && !uri.isTel()) {
            return reject(416, "uri-scheme");
        }
        if (uri.headers() != null) {
            // RFC 3261 section 19.1.1: headers are not allowed in a Request-URI
            return reject(400, "request-uri-headers");
        }
        if (r.method() == SipMethod.EXTENSION && !r.methodText().equals(r.cSeq().methodText())) {
            return reject(501, "cseq-method");
        }
        if (!r.methodText().equals(r.cSeq().methodText())) {
            return reject(400, "cseq-method");
        }
        int hops = r.maxForwards();
        if (hops == -2) {
            return reject(400, "max-forwards");
        }
        // Everything else ends here, so that its last hop is the one that brought it (RFC 3261
        // section 11.2 for OPTIONS); a MESSAGE is sent on.
        if (hops == 0 && r.method() == SipMethod.MESSAGE) {
            return reject(483, "max-forwards-zero");
        }
        return options(r);
    }

    /// Whether a response has what its transaction and its reader need; others are dropped (RFC
    /// 3261 section 8.1.3).
    public boolean accepts(SipResponse r) {
        return mandatory(r) instanceof Passed;
    }

    private static Verdict mandatory(SipMessage m) {
        int seen = 0;
        for (int i = 0, n = m.headerCount(); i < n; i++) {
            HeaderName name = m.headerName(i);
            if (name == HeaderName.FROM
                    || name == HeaderName.TO
                    || name == HeaderName.CALL_ID
                    || name == HeaderName.CSEQ
                    || name == HeaderName.MAX_FORWARDS) {
                int bit = 1 << name.number();
                if ((seen & bit) != 0) {
                    return reject(400, "repeated-header");
                }
                seen |= bit;
            }
        }
        Via via = m.topViaOrNull();
        if (via == null || !via.hasWellFormedParams()) {
            return reject(400, "via");
        }
        if (m.fromOrNull() == null) {
            return reject(400, "from");
        }
        if (m.toOrNull() == null) {
            return reject(400, "to");
        }
        if (m.callIdOrNull() == null) {
            return reject(400, "call-id");
        }
        if (m.cSeqOrNull() == null) {
            return reject(400, "cseq");
        }
        return PASSED;
    }

    private Verdict options(SipRequest r) {
        if (r.method() == SipMethod.ACK
                || r.method() == SipMethod.CANCEL
                || !r.has(HeaderName.REQUIRE)) {
            return PASSED;
        }
        List<String> unknown = new ArrayList<>();
        for (Span option : r.values(HeaderName.REQUIRE)) {
            String tag = option.toString();
            if (!isToken(tag)) {
                // what is no option tag can't be named in Unsupported either
                return reject(400, "require");
            }
            if (!supported.contains(tag.toLowerCase(java.util.Locale.ROOT))) {
                unknown.add(tag);
            }
        }
        if (unknown.isEmpty()) {
            return PASSED;
        }
        SipReply reply = SipReply.of(420).with(HeaderName.UNSUPPORTED, String.join(", ", unknown));
        return new Rejected(
                supported.isEmpty() ? reply : reply.with(HeaderName.SUPPORTED, supportedText),
                "require");
    }

    private static boolean isToken(String tag) {
        return tag.chars().allMatch(c -> c < 0x80 && Chars.isToken((byte) c));
    }

    private static Verdict reject(int status, String rule) {
        return new Rejected(
                SipReply.of(
                        status,
                        "Bad Request".equals(StatusCode.reason(status))
                                ? "Bad Request: " + rule
                                : StatusCode.reason(status)),
                rule);
    }
}
