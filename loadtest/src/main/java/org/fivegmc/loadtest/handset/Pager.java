package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Sends SIP MESSAGEs.
final class Pager {
    /// Of a sender who wants to stay unknown.
    static final String PRIVACY = "Privacy: id";

    private final Exchanges exchanges;

    Pager(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    Sent sendText(String uri, String text, Set<Disposition> wanted) {
        return send(uri, text.getBytes(UTF_8), Templates.TEXT, wanted);
    }

    Sent sendHiddenText(String uri, String text, Set<Disposition> wanted) {
        return send(uri, text.getBytes(UTF_8), Templates.TEXT, wanted, List.of(PRIVACY));
    }

    Sent send(String uri, byte[] content, String contentType, Set<Disposition> wanted) {
        return send(uri, content, contentType, wanted, List.of());
    }

    private Sent send(
            String uri,
            byte[] content,
            String contentType,
            Set<Disposition> wanted,
            List<String> more) {
        String imdnId = RequestText.token();
        byte[] head =
                Templates.head(imdnId, Templates.now(), wanted, contentType, content.length)
                        .getBytes(UTF_8);
        byte[] cpim = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, cpim, head.length, content.length);
        return new Sent(standalone(uri, cpim, more).status(), imdnId);
    }

    /// The document of a file that was uploaded.
    Sent sendFile(String uri, String fileXml, Set<Disposition> wanted) {
        return send(
                uri,
                fileXml.getBytes(UTF_8),
                ContentClient.FILE_XML,
                wanted,
                List.of("Accept-Contact: " + FeatureTags.ACCEPT_FILES));
    }

    /// A place, as geolocation push has it.
    Sent sendLocation(String uri, String xml, Set<Disposition> wanted) {
        return send(
                uri,
                xml.getBytes(UTF_8),
                Templates.LOCATION,
                wanted,
                List.of("Accept-Contact: " + FeatureTags.ACCEPT_LOCATIONS));
    }

    /// The status of the answer; the result comes on its own way.
    int revoke(String from, String uri, String imdnId) {
        byte[] xml = Templates.revoke(imdnId, from, uri).getBytes(UTF_8);
        return message(uri, FeatureTags.SYSTEMMSG, Templates.REVOKE, xml, List.of()).status();
    }

    /// A standalone message: `body` is CPIM.
    Answer standalone(String uri, byte[] body, List<String> more) {
        return message(uri, FeatureTags.MSG, MsrpEnd.CPIM, body, more);
    }

    /// A message of a service.
    ///
    /// @param more further header lines
    Answer message(String uri, String service, String contentType, byte[] body, List<String> more) {
        RequestText requests = exchanges.requests();
        String callId = requests.newCallId();
        String contribution = UUID.randomUUID().toString();
        return exchanges.send(
                "MESSAGE",
                uri,
                new ArrayList<>(),
                authorization -> {
                    List<String> lines = exchanges.identified(authorization);
                    lines.add("P-Preferred-Service: " + FeatureTags.preferredService(service));
                    lines.add("Accept-Contact: " + FeatureTags.acceptContact(service));
                    lines.addAll(more);
                    lines.add("Conversation-ID: " + conversation(uri));
                    lines.add("Contribution-ID: " + contribution);
                    return requests.head("MESSAGE", uri, uri, callId, lines);
                },
                contentType,
                body);
    }

    /// The same for all that goes to one party.
    static String conversation(String uri) {
        return UUID.nameUUIDFromBytes(uri.getBytes(UTF_8)).toString();
    }

    static String uriOf(String to) {
        return to.startsWith("+") ? "tel:" + to : to;
    }
}
