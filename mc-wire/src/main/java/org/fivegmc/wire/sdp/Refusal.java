package org.fivegmc.wire.sdp;

/// Why no media session comes about, with the SIP status that tells the peer so.
public enum Refusal {
    /// The body is no description.
    NOT_SDP(400, "399 SDP can not be read"),
    /// No stream is MSRP, or each is refused by its port.
    NO_MSRP_MEDIA(488, "304 No MSRP media"),
    /// There is no path that can be read.
    BAD_MEDIA(488, "399 MSRP media without a path"),
    /// MSRP over a transport that is not served here.
    TRANSPORT_NOT_SERVED(488, "302 Incompatible transport protocol"),
    /// A TLS stream of a peer that has to tell its certificate's fingerprint, and does not.
    NO_FINGERPRINT(488, "399 No fingerprint"),
    /// Nothing the peer takes is known here.
    NO_COMMON_TYPE(488, "305 No common accept-types"),
    /// Nothing the peer takes within a container is known here.
    NO_COMMON_WRAPPED_TYPE(488, "305 No common accept-wrapped-types"),
    /// The file is larger than what is taken here (RCC.07 section 3.2.2).
    TOO_LARGE(403, "399 133 Size exceeded"),
    /// Both would connect, or neither would.
    SETUP_CONFLICT(488, "399 Incompatible setup"),
    /// The peer wants to be connected to where it is not known to be.
    ADDRESS_NOT_SERVED(488, "399 Address that is not connected to"),
    /// Neither side could send.
    NO_DIRECTION(488, "399 Incompatible direction");

    private final int status;
    private final String warning;

    Refusal(int status, String warning) {
        this.status = status;
        this.warning = warning;
    }

    public int status() {
        return status;
    }

    /// Code and text for a `Warning` header (RFC 3261 section 20.43), the agent left out.
    public String warning() {
        return warning;
    }
}
