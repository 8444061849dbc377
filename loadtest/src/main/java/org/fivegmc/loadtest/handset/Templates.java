package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/// The bodies a UP 2.4 client sends, as text with CRLF line ends (RFC 3862, RFC 5438, CPM 2.2).
final class Templates {
    static final String MSG_SERVICE = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg";

    private static final String ANONYMOUS = "<sip:anonymous@anonymous.invalid>";

    private Templates() {}

    /// A pager-mode text; addresses are left anonymous as UP clients do, identity comes from SIP.
    static String text(String imdnId, String dateTime, Set<Disposition> wanted, String text) {
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
        line(cpim, "Content-Type: text/plain;charset=UTF-8");
        line(cpim, "Content-Length: " + text.getBytes(UTF_8).length);
        line(cpim, "");
        return cpim.append(text).toString();
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
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
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

    private static void line(StringBuilder out, String line) {
        out.append(line).append("\r\n");
    }
}
