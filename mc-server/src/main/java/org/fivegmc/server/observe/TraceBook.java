package org.fivegmc.server.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.fivegmc.core.event.EventSink;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Payload;

/// Remembers the latest events, so that the story of a message can be told while it is young: a
/// ring that forgets the oldest. Writing costs a few nanoseconds; looking up scans, which is fine
/// for a person who asks. Thread-safe.
public final class TraceBook implements EventSink {

    /// Events kept, by default.
    public static final int DEFAULT_CAPACITY = 1 << 17;

    private static final byte[] NOTHING = {};

    private final AtomicReferenceArray<TrailEvent> ring;
    private final AtomicLong written = new AtomicLong();
    private final int mask;

    /// @param capacity a power of two
    public TraceBook(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("not a power of two: " + capacity);
        }
        ring = new AtomicReferenceArray<>(capacity);
        mask = capacity - 1;
    }

    @Override
    public void on(TrailEvent event) {
        if (event.trail().equals(TrailEvent.NO_TRAIL)) {
            return;
        }
        TrailEvent kept =
                event instanceof TrailEvent.Accepted accepted
                        ? new TrailEvent.Accepted(withoutBody(accepted.message()), accepted.atMs())
                        : event;
        ring.setRelease((int) (written.getAndIncrement() & mask), kept);
    }

    private static Message withoutBody(Message m) {
        return new Message(
                m.id(),
                m.sender(),
                m.recipient(),
                m.imdnId(),
                m.purpose(),
                m.dispositions(),
                m.fallback(),
                new Payload(m.payload().contentType(), NOTHING, NOTHING),
                m.acceptedAtMs(),
                m.expiresAtMs());
    }

    /// Events of one message, oldest first.
    public List<TrailEvent> of(MessageId id) {
        var found = new ArrayList<TrailEvent>();
        long end = written.get();
        for (long i = Math.max(0, end - ring.length()); i < end; i++) {
            TrailEvent event = ring.getAcquire((int) (i & mask));
            if (event != null && event.trail().equals(id)) {
                found.add(event);
            }
        }
        return found;
    }

    /// The latest message that its sender gave this id.
    public Optional<MessageId> byImdnId(String imdnId) {
        long end = written.get();
        for (long i = end - 1; i >= Math.max(0, end - ring.length()); i--) {
            if (ring.getAcquire((int) (i & mask)) instanceof TrailEvent.Accepted(var message, var _)
                    && message.imdnId().value().equals(imdnId)) {
                return Optional.of(message.id());
            }
        }
        return Optional.empty();
    }
}
