package org.fivegmc.server.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A message center of a few maps, for tests of what stands in front of it.
public final class MemoryOperations implements AdminOperations {
    public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private final Map<String, Subscriber> subscribers = new LinkedHashMap<>();
    private final Map<String, List<MailboxEntry>> mailboxes = new LinkedHashMap<>();

    /// Puts a waiting message into a mailbox.
    public synchronized void store(String msisdn, String messageId) {
        mailboxes
                .computeIfAbsent(msisdn, _ -> new ArrayList<>())
                .add(
                        new MailboxEntry(
                                messageId,
                                "+8613812340009",
                                "WAITING",
                                "text/plain",
                                5,
                                1,
                                NOW,
                                NOW.plusSeconds(259_200),
                                Optional.empty()));
    }

    private boolean busy;

    /// From now on nobody gets an answer.
    public synchronized void overload() {
        busy = true;
    }

    @Override
    public synchronized Status status() {
        if (busy) {
            throw new Busy("overload", new IllegalStateException("full"));
        }
        return new Status(
                "1.2.3",
                "0",
                "serving",
                NOW,
                List.of("udp:127.0.0.1:5060"),
                subscribers.size(),
                mailboxes.values().stream().mapToInt(List::size).sum(),
                0);
    }

    @Override
    public synchronized Optional<Subscriber> subscriber(String msisdn) {
        return Optional.ofNullable(subscribers.get(msisdn));
    }

    @Override
    public synchronized SubscriberChange putSubscriber(String msisdn, SubscriberRequest request) {
        if (request.password().map(String::isEmpty).orElse(false)) {
            return new SubscriberChange.Refused("the password is empty");
        }
        var old = subscribers.get(msisdn);
        boolean password = request.password().isPresent() || (old != null && old.password());
        var subscriber =
                new Subscriber(
                        msisdn,
                        request.rcs().orElse(true),
                        password,
                        true,
                        List.of(),
                        Optional.of("tags"),
                        Optional.of(NOW));
        subscribers.put(msisdn, subscriber);
        return old == null
                ? new SubscriberChange.Created(subscriber)
                : new SubscriberChange.Replaced(subscriber);
    }

    @Override
    public synchronized boolean removeSubscriber(String msisdn) {
        return subscribers.remove(msisdn) != null;
    }

    @Override
    public synchronized List<Registration> registrations(String msisdn) {
        return subscribers.containsKey(msisdn)
                ? List.of(
                        new Registration(
                                "urn:gsma:imei:1",
                                "sip:" + msisdn + "@127.0.0.1:5070",
                                "127.0.0.1:5070",
                                List.of("pager"),
                                "tags",
                                NOW,
                                NOW,
                                NOW.plusSeconds(3600)))
                : List.of();
    }

    @Override
    public synchronized MailboxPage mailbox(String msisdn, Optional<String> cursor, int limit) {
        var all = mailboxes.getOrDefault(msisdn, List.of());
        int from = cursor.map(Integer::parseInt).orElse(0);
        int to = Math.min(all.size(), from + limit);
        return new MailboxPage(
                List.copyOf(all.subList(from, to)),
                to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    @Override
    public synchronized Optional<MailboxMessage> peek(String msisdn, String messageId) {
        return mailboxes.getOrDefault(msisdn, List.of()).stream()
                .filter(entry -> entry.messageId().equals(messageId))
                .map(entry -> new MailboxMessage(entry, "imdn-1", "hello"))
                .findFirst();
    }

    @Override
    public synchronized int purge(String msisdn) {
        var removed = mailboxes.remove(msisdn);
        return removed == null ? 0 : removed.size();
    }

    @Override
    public synchronized RouteExplanation explainRoute(RouteQuestion question) {
        boolean known = subscribers.containsKey(question.to());
        return new RouteExplanation(
                question.from(),
                question.to(),
                known ? "hold" : "reject",
                known ? "offline-kept" : question.store() ? "not-rcs-rejected" : "not-stored",
                known ? "the recipient is not registered" : "the recipient is not a subscriber",
                List.of("policy allows it", "looked up " + question.to()));
    }

    @Override
    public TraceAnswer trace(String messageId) {
        return messageId.equals("m-1")
                ? new TraceAnswer.Known(
                        new Trace(
                                "m-1",
                                "+8613812340001",
                                "+8613812340002",
                                "held-offline",
                                Optional.of("earlier steps are gone"),
                                Optional.of(
                                        new StoredMessage(
                                                NOW,
                                                NOW,
                                                "waits for the recipient to register",
                                                NOW,
                                                2,
                                                List.of("failed"))),
                                List.of(new TraceStep(NOW, "accepted", "202"))))
                : new TraceAnswer.Unknown("nothing is known of m-9");
    }
}
