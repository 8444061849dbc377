package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.msrp.codec.Head;
import org.fivegmc.msrp.codec.MsrpMethod;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.wire.ByteSlice;

/// A session bound to a connection: takes the requests and responses that belong to it, and sends.
/// On the thread of its link only.
public final class MsrpSession {
    private final SessionLink link;
    private final SessionOwner owner;
    private final MsrpEvents events;
    private final Inbox inbox;
    private final Outbox outbox;
    private SessionPaths paths;
    private long lastSentMs;
    private ByteSlice keepAliveId = ByteSlice.EMPTY;
    private boolean refused;
    private boolean closed;

    /// The two ends of a session.
    ///
    /// @param ours our URI
    /// @param theirs the path to the peer, next hop first; empty while it is not known
    public record SessionPaths(ByteSlice ours, ByteSlice theirs) {
        public static SessionPaths of(String ours, String theirs) {
            return new SessionPaths(ByteSlice.of(ours), ByteSlice.of(theirs));
        }
    }

    public MsrpSession(
            SessionPaths paths,
            SessionLimits limits,
            SessionOwner owner,
            SessionLink link,
            MsrpEvents events) {
        this.paths = paths;
        this.link = link;
        this.owner = owner;
        this.events = events;
        this.inbox = new Inbox(limits, owner, link, events);
        this.outbox = new Outbox(paths, limits, link, events);
        this.lastSentMs = link.nowMs();
    }

    /// Tells the path to a peer that has connected before its description was there.
    public void peer(SessionPaths known) {
        paths = known;
        outbox.peer(known);
    }

    /// Tells the owner that there is a connection.
    public void bound() {
        events.sessionBound();
        guarded(owner::bound);
    }

    /// The head of a request for this session.
    public void head(Head head) {
        switch (head.method()) {
            case SEND -> inbox.head(head);
            case REPORT -> outbox.reported(head);
            case OTHER -> inbox.refuse(head, MsrpStatus.UNKNOWN_METHOD);
        }
    }

    /// Octets of the request whose head came last.
    public void body(ByteSlice octets) {
        inbox.body(octets);
    }

    /// The end of the request whose head came last.
    public void end(End.Flag flag) {
        inbox.end(flag);
    }

    /// A response.
    ///
    /// @return whether it belongs to a request of this session
    public boolean response(ByteSlice transactionId, MsrpStatus status) {
        if (!keepAliveId.isEmpty() && keepAliveId.equals(transactionId)) {
            keepAliveId = ByteSlice.EMPTY;
            events.answered(MsrpEvents.Direction.OUT, status);
            // there was nothing in it that could be forbidden but the session
            refused |= status.endsSession() || status == MsrpStatus.FORBIDDEN;
            return true;
        }
        if (!outbox.answered(transactionId, status)) {
            return false;
        }
        refused |= status.endsSession();
        return true;
    }

    /// Whether the peer has said that it does not serve this session here. It is to be closed then
    /// (RFC 4975 sections 10.8 and 10.10).
    public boolean isRefused() {
        return refused;
    }

    /// Queues a message; what becomes of it is told to its listener, also when it is not even
    /// queued.
    public void send(OutgoingMessage message) {
        if (closed) {
            message.listener().done(new SendOutcome.Lost(CloseReason.LOCAL, false));
        } else {
            outbox.send(message);
        }
    }

    /// Gives a message up, if it is not sent yet.
    public void cancel(String messageId) {
        outbox.cancel(messageId);
    }

    /// Goes on sending: the link is writable again, or a source has more.
    public void more() {
        outbox.pump();
    }

    /// Sends a SEND without octets: it binds the session to the connection, keeps address
    /// translators awake and proves that the peer lives (RFC 4975 section 5.4).
    public void keepAlive() {
        ByteSlice id = link.ids().next();
        keepAliveId = id;
        lastSentMs = link.nowMs();
        events.request(MsrpEvents.Direction.OUT, MsrpMethod.SEND);
        link.send(
                link.writer()
                        .request(id, "SEND", paths.theirs(), paths.ours())
                        .header("Message-ID", id)
                        .byteRange(new ByteRange(1, 0, 0))
                        .end(End.Flag.LAST));
    }

    /// Looks at the clock.
    ///
    /// @param keepAliveMs time without a request of ours after which one is sent; 0 for never
    public void sweep(long nowMs, long keepAliveMs) {
        inbox.sweep(nowMs);
        outbox.sweep(nowMs);
        lastSentMs = Math.max(lastSentMs, outbox.lastSentMs());
        if (keepAliveMs > 0 && nowMs - lastSentMs >= keepAliveMs && !paths.theirs().isEmpty()) {
            keepAlive();
        }
    }

    /// Whether nothing is under way that has a time limit.
    public boolean isCalm() {
        return inbox.isCalm() && outbox.isCalm();
    }

    /// Ends it: aborts what comes in, fails what goes out, tells the owner.
    public void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            inbox.close();
            outbox.close(reason);
            events.sessionClosed(reason);
            guarded(() -> owner.closed(reason));
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            events.ownerFailed(e);
        }
    }
}
