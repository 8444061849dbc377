package org.fivegmc.sip.transport;

/// The transports spoken here (RFC 3261 section 18).
public enum SipTransport {
    UDP(5060),
    TCP(5060),
    TLS(5061);

    private final int defaultPort;

    SipTransport(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /// Whether the transport itself repeats what is lost, so that no transaction timer need do it.
    public boolean isReliable() {
        return this != UDP;
    }
}
