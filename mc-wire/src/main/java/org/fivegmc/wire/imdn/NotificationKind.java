package org.fivegmc.wire.imdn;

/// What a report is about (RFC 5438 section 11.1.9, and CPM for interworking).
public enum NotificationKind {
    DELIVERY("delivery-notification"),
    DISPLAY("display-notification"),
    PROCESSING("processing-notification"),
    INTERWORKING("interworking-notification");

    private final String element;

    NotificationKind(String element) {
        this.element = element;
    }

    /// Local name of the XML element.
    public String element() {
        return element;
    }
}
