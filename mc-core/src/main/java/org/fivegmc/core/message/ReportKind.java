package org.fivegmc.core.message;

/// What a report says happened (RFC 5438 section 11, and the CPM interworking extension).
public enum ReportKind {
    DELIVERED(1 << 0),
    DISPLAYED(1 << 1),
    FAILED(1 << 2),
    FORBIDDEN(1 << 3),
    ERROR(1 << 4),
    PROCESSED(1 << 5),
    STORED(1 << 6),
    INTERWORKING_SMS(1 << 7),
    INTERWORKING_MMS(1 << 8),
    INTERWORKING_ERROR(1 << 9);

    private final int bit;

    ReportKind(int bit) {
        this.bit = bit;
    }

    /// This kind in a set of kinds; part of the stored form.
    public int bit() {
        return bit;
    }

    /// Whether a sender who asked for `wanted` expects this report from the network.
    public boolean wantedBy(Dispositions wanted) {
        return switch (this) {
            case DELIVERED -> wanted.has(Dispositions.POSITIVE_DELIVERY);
            case FAILED, FORBIDDEN, ERROR -> wanted.has(Dispositions.NEGATIVE_DELIVERY);
            case DISPLAYED -> wanted.has(Dispositions.DISPLAY);
            case PROCESSED, STORED -> wanted.has(Dispositions.PROCESSING);
            case INTERWORKING_SMS, INTERWORKING_MMS, INTERWORKING_ERROR ->
                    wanted.has(Dispositions.INTERWORKING);
        };
    }
}
