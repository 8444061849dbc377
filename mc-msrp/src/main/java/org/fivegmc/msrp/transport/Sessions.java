package org.fivegmc.msrp.transport;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MsrpEvents;

/// The sessions of an endpoint by their session-ids. Any thread.
final class Sessions {
    private final EndpointLimits limits;
    private final MsrpEvents events;
    private final Map<String, SessionHandle> byId = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    Sessions(EndpointLimits limits, MsrpEvents events) {
        this.limits = limits;
        this.events = events;
    }

    /// Makes a session that waits; empty when there are too many.
    ///
    /// @throws IllegalArgumentException when the session-id is in use
    Optional<SessionHandle> add(SessionSpec spec, long nowMs) {
        if (count.incrementAndGet() > limits.sessions()) {
            count.decrementAndGet();
            return Optional.empty();
        }
        String id = spec.ours().sessionId();
        var handle =
                new SessionHandle(
                        spec, limits.session(), events, nowMs + limits.bindMs(), this::remove);
        if (byId.putIfAbsent(id, handle) != null) {
            count.decrementAndGet();
            throw new IllegalArgumentException("the session-id is in use");
        }
        return Optional.of(handle);
    }

    private void remove(SessionHandle handle) {
        if (byId.remove(handle.spec().ours().sessionId(), handle)) {
            count.decrementAndGet();
        }
    }

    Optional<SessionHandle> find(String sessionId) {
        return Optional.ofNullable(byId.get(sessionId));
    }

    int count() {
        return count.get();
    }

    /// Ends those nobody has come for.
    void sweep(long nowMs) {
        for (SessionHandle handle : byId.values()) {
            if (nowMs >= handle.bindByMs() && !handle.isBound()) {
                handle.close(CloseReason.NEVER_CONNECTED);
            }
        }
    }

    void closeAll() {
        List.copyOf(byId.values()).forEach(SessionHandle::close);
    }
}
