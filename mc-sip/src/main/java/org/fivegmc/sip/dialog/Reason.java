package org.fivegmc.sip.dialog;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.Span;

/// Why a request was sent or a session ended (RFC 3326).
///
/// @param protocol `SIP`, `Q.850` or another token
/// @param cause status of SIP, or the protocol's own number; -1 for none
/// @param text for people; may be empty
public record Reason(String protocol, int cause, String text) {
    /// What is said to the other devices of a user when one has answered (RFC 3326 section 3.1).
    public static final Reason COMPLETED_ELSEWHERE = sip(200, "Call completed elsewhere");

    /// Reasons of one message that are read; more say nothing more.
    private static final int MOST = 8;

    /// A reason in terms of SIP.
    public static Reason sip(int status, String text) {
        return new Reason("SIP", status, text);
    }

    /// The reasons a message gives, in order.
    public static List<Reason> of(SipMessage message) {
        List<Reason> reasons = new ArrayList<>(1);
        for (Span value : message.values(HeaderName.REASON)) {
            if (reasons.size() == MOST) {
                break;
            }
            reasons.add(parse(value));
        }
        return List.copyOf(reasons);
    }

    private static Reason parse(Span value) {
        HeaderFields fields = HeaderFields.of(value);
        Span cause = fields.params().get("cause");
        Span text = fields.params().get("text");
        return new Reason(
                fields.first(),
                cause == null ? -1 : (int) cause.decimal(9_999),
                text == null ? "" : text.unquoted());
    }

    /// As the header says it.
    public String headerValue() {
        StringBuilder out = new StringBuilder(protocol);
        if (cause >= 0) {
            out.append(";cause=").append(cause);
        }
        if (!text.isEmpty()) {
            out.append(";text=\"");
            text.codePoints()
                    .forEach(c ->
                            out.appendCodePoint(
                                    c == '"' || c == '\\'
                                            ? '\''
                                            : Character.isISOControl(c) ? ' ' : c));
            out.append('"');
        }
        return out.toString();
    }
}
