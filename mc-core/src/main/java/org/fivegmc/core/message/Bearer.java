package org.fivegmc.core.message;

/// What a message leaves RCS as.
public enum Bearer {
    SMS(ReportKind.INTERWORKING_SMS, Failure.SMS),
    MMS(ReportKind.INTERWORKING_MMS, Failure.MMS);

    private final ReportKind left;
    private final Failure failure;

    Bearer(ReportKind left, Failure failure) {
        this.left = left;
        this.failure = failure;
    }

    /// How the sender is told that a gateway has it.
    public ReportKind left() {
        return left;
    }

    /// Why it has failed, where a gateway could not do it.
    public Failure failure() {
        return failure;
    }
}
