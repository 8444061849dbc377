package org.fivegmc.msrp.codec;

/// Status codes of MSRP (RFC 4975 section 10).
public enum MsrpStatus {
    OK(200, "OK"),
    BAD_REQUEST(400, "Bad Request"),
    FORBIDDEN(403, "Forbidden"),
    TIMEOUT(408, "Request Timeout"),
    /// The receiver wants no more of this message.
    STOP_SENDING(413, "Stop Sending Message"),
    UNSUPPORTED_TYPE(415, "Unsupported Media Type"),
    OUT_OF_BOUNDS(423, "Parameter Out Of Bounds"),
    NO_SESSION(481, "No Such Session"),
    UNKNOWN_METHOD(501, "Unknown Method"),
    /// The session is bound to another connection.
    BOUND_ELSEWHERE(506, "Session Already In Use");

    private final int code;
    private final String comment;

    MsrpStatus(int code, String comment) {
        this.code = code;
        this.comment = comment;
    }

    public int code() {
        return code;
    }

    public String comment() {
        return comment;
    }

    /// Whether it says that the peer does not serve the session, or not here: all that follows
    /// would be answered so (RFC 4975 sections 10.8 and 10.10).
    public boolean endsSession() {
        return this == NO_SESSION || this == BOUND_ELSEWHERE;
    }

    /// What a code means here. RFC 4975 section 7.2: an unknown one is a 400.
    public static MsrpStatus of(int code) {
        for (MsrpStatus status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        return code >= 200 && code < 300 ? OK : BAD_REQUEST;
    }
}
