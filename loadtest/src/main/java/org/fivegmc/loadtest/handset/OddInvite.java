package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An INVITE with a body of any kind, as no client of ours writes it. Should it be accepted, there
/// is a session without media, which is ended.
final class OddInvite {
    private final Exchanges exchanges;
    private final String uri;
    private final String service;

    /// @param service behind `oma.cpm.`, such as `session`
    OddInvite(Exchanges exchanges, String uri, String service) {
        this.exchanges = exchanges;
        this.uri = uri;
        this.service = service;
    }

    /// @param headers further lines
    Answer send(String contentType, String body, List<String> headers) {
        RequestText requests = exchanges.requests();
        String callId = requests.newCallId();
        String contact = requests.sessionContact(service);
        String contribution = UUID.randomUUID().toString();
        return exchanges.authenticated(
                "INVITE",
                uri,
                new ArrayList<>(),
                authorization -> {
                    List<String> lines = exchanges.identified(authorization);
                    lines.add(contact);
                    lines.add("P-Preferred-Service: " + FeatureTags.preferredService(service));
                    lines.add("Conversation-ID: " + Pager.conversation(uri));
                    lines.add("Contribution-ID: " + contribution);
                    lines.add(Sessions.ALLOW);
                    lines.addAll(headers);
                    return requests.head("INVITE", uri, uri, callId, lines);
                },
                head -> exchange(head, contact, contentType, body));
    }

    private Answer exchange(String head, String contact, String contentType, String body) {
        Optional<JainStack> stack = exchanges.stack();
        if (stack.isEmpty()) {
            return Answer.none("dark");
        }
        Awaited awaited = Awaited.onlyLast();
        Optional<JainStack.Invitation> sent =
                stack.get().invite(head, contentType, body.getBytes(UTF_8), awaited);
        Answer answer = Exchanges.await(awaited.last());
        if (answer.status() / 100 == 2) {
            sent.ifPresent(there -> new SipSession(exchanges, there.dialog(), contact, body).bye());
        }
        return answer;
    }
}
