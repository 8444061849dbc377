package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/// The bodies a UP 2.4 client sends, as text with CRLF line ends (RFC 3862, RFC 5438, RFC 3994, CPM
/// 2.2).
final class Templates {
    static final String TEXT = "text/plain;charset=UTF-8";
    static final String LOCATION = "application/vnd.gsma.rcspushlocation+xml";
    static final String REVOKE = "application/vnd.gsma.rcsrevoke+xml";

    private static final String ANONYMOUS = "<sip:anonymous@anonymous.invalid>";
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private Templates() {}

    static String now() {
        return OffsetDateTime.now(ZoneOffset.UTC).toString();
    }

    /// What comes before `octets` of content; addresses are left anonymous as UP clients do,
    /// identity comes from SIP.
    static String head(
            String imdnId,
            String dateTime,
            Set<Disposition> wanted,
            String contentType,
            long octets) {
        StringBuilder cpim = new StringBuilder();
        line(cpim, "From: " + ANONYMOUS);
        line(cpim, "To: " + ANONYMOUS);
        line(cpim, "DateTime: " + dateTime);
        line(cpim, "NS: imdn <urn:ietf:params:imdn>");
        line(cpim, "imdn.Message-ID: " + imdnId);
        if (!wanted.isEmpty()) {
            line(
                    cpim,
                    "imdn.Disposition-Notification: "
                            + wanted.stream()
                                    .sorted(Comparator.naturalOrder())
                                    .map(Disposition::token)
                                    .collect(Collectors.joining(", ")));
        }
        line(cpim, "");
        line(cpim, "Content-Type: " + contentType);
        line(cpim, "Content-Length: " + octets);
        line(cpim, "");
        return cpim.toString();
    }

    /// A report: `element` is `delivery-notification` or `display-notification`, `status` the name
    /// of the empty element in it. `about` and `originalDateTime` come from the message reported
    /// on.
    static String report(
            String imdnId,
            String dateTime,
            String about,
            String originalDateTime,
            String element,
            String status) {
        String xml =
                XML
                        + "<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\">"
                        + "<message-id>%s</message-id><datetime>%s</datetime>"
                                .formatted(about, originalDateTime)
                        + "<%1$s><status><%2$s/></status></%1$s></imdn>".formatted(element, status);
        StringBuilder cpim = new StringBuilder();
        line(cpim, "From: " + ANONYMOUS);
        line(cpim, "To: " + ANONYMOUS);
        line(cpim, "NS: imdn <urn:ietf:params:imdn>");
        line(cpim, "imdn.Message-ID: " + imdnId);
        line(cpim, "DateTime: " + dateTime);
        line(cpim, "");
        line(cpim, "Content-Type: message/imdn+xml");
        line(cpim, "Content-Disposition: notification");
        line(cpim, "Content-Length: " + xml.getBytes(UTF_8).length);
        line(cpim, "");
        return cpim.append(xml).toString();
    }

    /// A notice of typing, bare.
    static String composing(boolean active) {
        return XML
                + "<isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\">"
                + "<state>%s</state><contenttype>text/plain</contenttype>%s</isComposing>"
                        .formatted(
                                active ? "active" : "idle", active ? "<refresh>60</refresh>" : "");
    }

    /// The wish that a message be taken back (RCC.07 section 3.2.3.8).
    static String revoke(String imdnId, String from, String to) {
        return XML
                + "<imRevoke xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:rcsrevoke\"><MessageRevoke>"
                + "<Message-ID>%s</Message-ID><From>%s</From><To>%s</To>"
                        .formatted(imdnId, from, to)
                + "</MessageRevoke></imRevoke>";
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append("\r\n");
    }
}
