package org.fivegmc.sip.codec;

/// A response: status and reason.
public final class SipResponse extends SipMessage {
    private final int status;
    private final int reasonStart;
    private final int reasonEnd;

    SipResponse(
            byte[] head,
            byte[] body,
            int[] index,
            int headersStart,
            int headersEnd,
            int status,
            int reasonStart,
            int reasonEnd) {
        super(head, body, index, headersStart, headersEnd);
        this.status = status;
        this.reasonStart = reasonStart;
        this.reasonEnd = reasonEnd;
    }

    /// The status code, 100 to 699.
    public int status() {
        return status;
    }

    public Span reason() {
        return new Span(head(), reasonStart, reasonEnd);
    }

    public boolean isProvisional() {
        return status < 200;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
