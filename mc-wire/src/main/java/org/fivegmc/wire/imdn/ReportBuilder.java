package org.fivegmc.wire.imdn;

import java.util.Locale;
import java.util.Map;
import org.fivegmc.wire.xml.XmlVisitor;
import org.jspecify.annotations.Nullable;

/// Collects what a report says, element by element, for both readers. Names are local names:
/// prefixes and namespaces differ between clients and carry nothing.
final class ReportBuilder implements XmlVisitor {
    private String messageId = "";
    private String dateTime = "";
    private String recipientUri = "";
    private String originalRecipientUri = "";
    private @Nullable NotificationKind kind;
    private @Nullable Disposition disposition;
    private @Nullable String status;

    @Override
    public String start(String name, Map<String, String> attributes) {
        element(name);
        return "";
    }

    @Override
    public void end(String name, String text, boolean leaf) {
        if (leaf) {
            text(name, text);
        }
    }

    void element(String name) {
        for (NotificationKind candidate : NotificationKind.values()) {
            if (kind == null && candidate.element().equals(name)) {
                kind = candidate;
                return;
            }
        }
        if (status == null && isStatus(name)) {
            status = name;
        }
    }

    void text(String element, String text) {
        switch (element) {
            case "message-id" -> messageId = first(messageId, text);
            case "datetime" -> dateTime = first(dateTime, text);
            case "recipient-uri" -> recipientUri = first(recipientUri, text);
            case "original-recipient-uri" ->
                    originalRecipientUri = first(originalRecipientUri, text);
            default -> {}
        }
    }

    private static String first(String present, String text) {
        return present.isEmpty() ? text.strip() : present;
    }

    private static boolean isStatus(String name) {
        return switch (name) {
            case "delivered",
                    "displayed",
                    "failed",
                    "forbidden",
                    "error",
                    "processed",
                    "stored",
                    "sms",
                    "mms",
                    "interworking-sms",
                    "interworking-mms",
                    "interworking-error" ->
                    true;
            default -> false;
        };
    }

    /// The rule the report breaks, empty when [#report()] may be called.
    String complaint() {
        if (messageId.isEmpty()) {
            return "report without message-id";
        }
        if (status == null) {
            return "report without a known status";
        }
        resolve(status);
        return disposition == null || kind == null || !disposition.fits(kind)
                ? "status does not fit the notification"
                : "";
    }

    ImdnReport report() {
        if (kind == null || disposition == null) {
            throw new IllegalStateException("incomplete report");
        }
        return new ImdnReport(
                messageId, dateTime, recipientUri, originalRecipientUri, kind, disposition);
    }

    /// A status that can occur under one kind only decides the kind, whatever stands around it.
    private void resolve(String name) {
        boolean interworking = kind == NotificationKind.INTERWORKING;
        disposition =
                switch (name) {
                    case "sms", "interworking-sms" -> Disposition.INTERWORKING_SMS;
                    case "mms", "interworking-mms" -> Disposition.INTERWORKING_MMS;
                    case "interworking-error" -> Disposition.INTERWORKING_ERROR;
                    case "error" ->
                            interworking ? Disposition.INTERWORKING_ERROR : Disposition.ERROR;
                    default -> Disposition.valueOf(name.toUpperCase(Locale.ROOT));
                };
        switch (disposition) {
            case DELIVERED, FAILED -> kind = NotificationKind.DELIVERY;
            case DISPLAYED -> kind = NotificationKind.DISPLAY;
            case PROCESSED, STORED -> kind = NotificationKind.PROCESSING;
            case INTERWORKING_SMS, INTERWORKING_MMS, INTERWORKING_ERROR ->
                    kind = NotificationKind.INTERWORKING;
            case FORBIDDEN, ERROR -> {
                if (kind == null) {
                    kind = NotificationKind.DELIVERY;
                }
            }
        }
    }
}
