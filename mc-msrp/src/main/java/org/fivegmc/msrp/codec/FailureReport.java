package org.fivegmc.msrp.codec;

/// What a sender wants to hear of failures (RFC 4975 section 7.1.1).
public enum FailureReport {
    /// Every chunk is answered; no answer is a failure.
    YES("yes"),
    /// Nothing is answered.
    NO("no"),
    /// Only failures are answered.
    PARTIAL("partial");

    private final String label;

    FailureReport(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
