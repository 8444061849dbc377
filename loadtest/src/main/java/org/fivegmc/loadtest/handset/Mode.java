package org.fivegmc.loadtest.handset;

/// How a message travels.
public enum Mode {
    /// In a SIP MESSAGE.
    PAGER(FeatureTags.MSG),
    /// In an MSRP session of its own.
    LARGE(FeatureTags.LARGEMSG),
    /// In the MSRP session of a chat.
    CHAT(FeatureTags.SESSION);

    private final String service;

    Mode(String service) {
        this.service = service;
    }

    /// The last word of its communication service identifier.
    String service() {
        return service;
    }
}
