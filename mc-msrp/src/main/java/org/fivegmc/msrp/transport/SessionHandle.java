package org.fivegmc.msrp.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MsrpEvents;
import org.fivegmc.msrp.session.MsrpSession;
import org.fivegmc.msrp.session.OutgoingMessage;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.msrp.session.SessionLimits;
import org.jspecify.annotations.Nullable;

/// A session of an endpoint, from any thread.
///
/// ```
/// WAITING --(a connection names it)--> BOUND --(close, connection gone)--> CLOSED
///    \------(close, nobody came, could not connect)----------------------> CLOSED
/// ```
///
/// What is sent while it waits, or before an offer is answered, is queued, as much as a session
/// queues. The owner is called on the connection's thread once bound, before that by whoever
/// closes.
public final class SessionHandle {
    private final SessionLimits limits;
    private final MsrpEvents events;
    private final long bindByMs;
    private final Consumer<SessionHandle> onClosed;
    private final ArrayDeque<OutgoingMessage> early = new ArrayDeque<>();
    private volatile SessionSpec spec;
    private @Nullable MsrpConnection connection;
    private @Nullable MsrpSession session;
    private boolean closed;

    SessionHandle(
            SessionSpec spec,
            SessionLimits limits,
            MsrpEvents events,
            long bindByMs,
            Consumer<SessionHandle> onClosed) {
        this.spec = spec;
        this.limits = limits;
        this.events = events;
        this.bindByMs = bindByMs;
        this.onClosed = onClosed;
    }

    SessionSpec spec() {
        return spec;
    }

    long bindByMs() {
        return bindByMs;
    }

    public synchronized boolean isBound() {
        return session != null && !closed;
    }

    /// Sends a message, in turn with others of this session.
    public void send(OutgoingMessage message) {
        SendOutcome refused = queue(message);
        if (refused != null) {
            message.listener().done(refused);
        }
    }

    private synchronized @Nullable SendOutcome queue(OutgoingMessage message) {
        if (closed) {
            return new SendOutcome.Lost(CloseReason.LOCAL, false);
        }
        if (session != null && spec.isAgreed()) {
            onSession(bound -> bound.send(message));
            return null;
        }
        if (early.size() == limits.queued()) {
            return new SendOutcome.Overloaded();
        }
        early.add(message);
        return null;
    }

    /// Gives a message up, if it is not sent yet.
    public void cancel(String messageId) {
        List<OutgoingMessage> gone = new ArrayList<>();
        synchronized (this) {
            early.removeIf(message -> message.messageId().equals(messageId) && gone.add(message));
            onSession(bound -> bound.cancel(messageId));
        }
        gone.forEach(message -> message.listener().done(new SendOutcome.Cancelled()));
    }

    /// Tells that a source that had nothing has something now.
    public synchronized void more() {
        onSession(MsrpSession::more);
    }

    /// Ends the session; the connection goes with its last one.
    public void close() {
        close(CloseReason.LOCAL);
    }

    void close(CloseReason reason) {
        MsrpConnection bound;
        List<OutgoingMessage> unsent;
        synchronized (this) {
            if (closed) {
                return;
            }
            bound = connection;
            closed = true;
            unsent = takeEarly();
        }
        onClosed.accept(this);
        if (bound != null) {
            bound.execute(() -> bound.end(this, reason));
            return;
        }
        for (OutgoingMessage message : unsent) {
            message.listener().done(new SendOutcome.Lost(reason, false));
        }
        events.sessionClosed(reason);
        try {
            spec.owner().closed(reason);
        } catch (RuntimeException e) {
            events.ownerFailed(e);
        }
    }

    /// Binds it to a connection, on the thread of that. Null when it is closed or bound already.
    ///
    /// @param announce whether the peer has to be told by an empty request
    @Nullable MsrpSession bind(MsrpConnection to, boolean announce) {
        MsrpSession made;
        List<OutgoingMessage> waiting;
        synchronized (this) {
            if (closed || connection != null) {
                return null;
            }
            made = new MsrpSession(spec.paths(), limits, spec.owner(), to, events);
            connection = to;
            session = made;
            waiting = spec.isAgreed() ? takeEarly() : List.of();
        }
        if (announce) {
            made.keepAlive();
        }
        made.bound();
        waiting.forEach(made::send);
        return made;
    }

    /// The offer is answered. A peer may have connected before its answer was here.
    void agreed(SessionSpec answered) {
        MsrpConnection to;
        MsrpSession bound;
        List<OutgoingMessage> waiting;
        synchronized (this) {
            if (spec.isAgreed()) {
                throw new IllegalStateException("agreed already");
            }
            spec = answered;
            to = connection;
            bound = session;
            if (to == null || bound == null || closed) {
                return;
            }
            waiting = takeEarly();
        }
        to.execute(() -> to.agreed(this, bound, waiting));
    }

    private List<OutgoingMessage> takeEarly() {
        List<OutgoingMessage> taken = List.copyOf(early);
        early.clear();
        return taken;
    }

    private void onSession(Consumer<MsrpSession> call) {
        MsrpConnection to = connection;
        MsrpSession bound = session;
        if (to != null && bound != null) {
            to.execute(() -> call.accept(bound));
        }
    }
}
