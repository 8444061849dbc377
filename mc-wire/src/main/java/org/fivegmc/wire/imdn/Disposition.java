package org.fivegmc.wire.imdn;

/// What happened to a message: the child of `status` in a report (RFC 5438 section 7.2). FORBIDDEN
/// and ERROR occur under every kind of notification of RFC 5438, the others under one.
public enum Disposition {
    DELIVERED,
    DISPLAYED,
    FAILED,
    FORBIDDEN,
    ERROR,
    PROCESSED,
    STORED,
    INTERWORKING_SMS,
    INTERWORKING_MMS,
    INTERWORKING_ERROR;

    /// Whether a report of that kind may say this.
    public boolean fits(NotificationKind kind) {
        return switch (this) {
            case DELIVERED, FAILED -> kind == NotificationKind.DELIVERY;
            case DISPLAYED -> kind == NotificationKind.DISPLAY;
            case PROCESSED, STORED -> kind == NotificationKind.PROCESSING;
            case FORBIDDEN, ERROR -> kind != NotificationKind.INTERWORKING;
            case INTERWORKING_SMS, INTERWORKING_MMS, INTERWORKING_ERROR ->
                    kind == NotificationKind.INTERWORKING;
        };
    }
}
