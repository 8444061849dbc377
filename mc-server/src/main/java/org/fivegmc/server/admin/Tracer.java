package org.fivegmc.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.center.MessageCenter.Found;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.PartState;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.server.admin.CenterAdmin.NodeStatus;
import org.fivegmc.server.http.AdminOperations.StoredMessage;
import org.fivegmc.server.http.AdminOperations.Trace;
import org.fivegmc.server.http.AdminOperations.TraceAnswer;
import org.fivegmc.server.http.AdminOperations.TraceStep;
import org.fivegmc.server.observe.EventText;
import org.fivegmc.server.observe.TraceBook;

/// Tells the life of a message: from what is remembered of it, and, where that does not go back to
/// its beginning, from its stored row. Waits for shard writers.
final class Tracer {

    private final MessageCenter center;
    private final TraceBook book;
    private final NodeStatus node;

    Tracer(MessageCenter center, TraceBook book, NodeStatus node) {
        this.center = center;
        this.book = book;
        this.node = node;
    }

    /// @param text our id, or the sender's imdn.Message-ID of a message that is remembered
    TraceAnswer answer(String text) {
        Optional<MessageId> id = book.byImdnId(text).or(() -> CenterAdmin.parse(text));
        if (id.isEmpty()) {
            return new TraceAnswer.Unknown(
                    "no message with this imdn.Message-ID is remembered since the start at "
                            + startedAt()
                            + "; an older one is found by our id, which `mailbox list` shows");
        }
        List<TrailEvent> events = book.of(id.get());
        if (!events.isEmpty() && events.getFirst() instanceof TrailEvent.Accepted(var m, var _)) {
            return known(
                    id.get(),
                    Optional.of(m),
                    CenterAdmin.await(center.delivery(m.recipient(), m.id())),
                    "ended",
                    Optional.empty(),
                    events);
        }
        Found found = CenterAdmin.await(center.find(id.get()));
        Optional<String> note = Optional.of(missing(id.get().timestampMs()));
        return switch (found) {
            case Found.Stored(var delivery) ->
                    known(
                            id.get(),
                            Optional.of(delivery.message()),
                            Optional.of(delivery),
                            "ended",
                            note,
                            events);
            case Found.Nothing _ when !events.isEmpty() ->
                    known(id.get(), ended(events), Optional.empty(), "ended", note, events);
            case Found.GaveUp _ when !events.isEmpty() ->
                    known(
                            id.get(),
                            ended(events),
                            Optional.empty(),
                            ended(events).isPresent() ? "ended" : "?",
                            note,
                            events);
            case Found.Nothing(var looked) ->
                    new TraceAnswer.Unknown(
                            "not among the "
                                    + looked
                                    + " stored messages, and not remembered since the start at "
                                    + startedAt()
                                    + ": it ended before, or never was here");
            case Found.GaveUp(var looked) ->
                    new TraceAnswer.Unknown(
                            "not remembered since the start at "
                                    + startedAt()
                                    + ", and not among the first "
                                    + looked
                                    + " stored messages; more are not looked at");
        };
    }

    private Instant startedAt() {
        return node.now().startedAt();
    }

    /// Why the steps do not begin with the acceptance.
    private String missing(long acceptedAtMs) {
        Instant started = startedAt();
        return Instant.ofEpochMilli(acceptedAtMs).isBefore(started)
                ? "earlier steps are from before the start at " + started + " and are not kept"
                : "earlier steps are forgotten: many newer ones came";
    }

    private static Optional<Message> ended(List<TrailEvent> events) {
        return events.stream()
                .filter(TrailEvent.Ended.class::isInstance)
                .map(e -> ((TrailEvent.Ended) e).message())
                .findFirst();
    }

    /// @param otherwise its state if it is not stored
    private static TraceAnswer known(
            MessageId id,
            Optional<Message> message,
            Optional<Delivery> stored,
            String otherwise,
            Optional<String> note,
            List<TrailEvent> events) {
        return new TraceAnswer.Known(
                new Trace(
                        id.toString(),
                        message.map(m -> m.sender().toString()).orElse("?"),
                        message.map(m -> m.recipient().toString()).orElse("?"),
                        stored.map(d -> CenterAdmin.state(d.state())).orElse(otherwise),
                        note,
                        stored.map(Tracer::view),
                        events.stream()
                                .map(e ->
                                        new TraceStep(
                                                Instant.ofEpochMilli(e.atMs()),
                                                EventText.name(e),
                                                EventText.detail(e)))
                                .toList()));
    }

    private static StoredMessage view(Delivery delivery) {
        return new StoredMessage(
                Instant.ofEpochMilli(delivery.message().acceptedAtMs()),
                Instant.ofEpochMilli(delivery.message().expiresAtMs()),
                reason(delivery),
                Instant.ofEpochMilli(delivery.dueMs()),
                delivery.attempts(),
                delivery.reportsDueList().stream().map(Tracer::lower).toList());
    }

    private static String reason(Delivery delivery) {
        return switch (delivery.state()) {
            case DeliveryState.Held(var reason, var _, var _) -> EventText.sentence(reason);
            case DeliveryState.Sending(var legs, var _, var _) ->
                    "attempt " + delivery.attempts() + " at " + legs.size() + " device(s)";
            case DeliveryState.Sms(var leg, var _, var _) -> {
                var text = new StringBuilder("gateway ").append(leg.gateway());
                for (PartState state : PartState.values()) {
                    int parts = leg.indices(state).size();
                    if (parts > 0) {
                        text.append(", ").append(parts).append(" part(s) ").append(lower(state));
                    }
                }
                yield text.toString();
            }
            case DeliveryState.Over(var outcome, var _, var _) ->
                    lower(outcome) + "; only reports are left";
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
