package org.fivegmc.sip.codec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bytes that are no SIP message.
public final class Malformed implements SipParse {
    /// How much the fault damages.
    public enum Scope {
        /// This message only: the next one can still be found.
        MESSAGE,
        /// The framing of the stream is lost: nothing that follows can be trusted.
        CONNECTION
    }

    private final Scope scope;
    private final int offset;
    private final SyntaxRule rule;
    private final @Nullable SipRequest request;

    Malformed(Scope scope, int offset, SyntaxRule rule, @Nullable SipRequest request) {
        this.scope = scope;
        this.offset = offset;
        this.rule = rule;
        this.request = request;
    }

    public Scope scope() {
        return scope;
    }

    /// Position of the fault in the message, in bytes.
    public int offset() {
        return offset;
    }

    public SyntaxRule rule() {
        return rule;
    }

    /// What could be read of a request, when that suffices to answer it: top Via, From, To,
    /// Call-ID, CSeq.
    public Optional<SipRequest> answerable() {
        return Optional.ofNullable(request);
    }

    @Override
    public String toString() {
        return "Malformed[" + scope + " at " + offset + ": " + rule.label() + "]";
    }
}
