package org.fivegmc.msrp.session;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.msrp.codec.FailureReport;
import org.fivegmc.msrp.codec.Head;
import org.fivegmc.msrp.codec.MsrpMethod;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.wire.ByteSlice;

/// What a session sends: messages take turns, a chunk each, as far as the link is writable and the
/// window of unanswered chunks has room.
///
/// A message:
///
/// | state | event | next | does |
/// |---|---|---|---|
/// | SENDING | chunk written, not the last | SENDING | goes to the end of the queue |
/// | SENDING | last chunk written | WRITTEN | Sent at once where no answers are asked for |
/// | SENDING | cancelled, no answer in time, refused | OVER | empty chunk with `#`, if it was begun; outcome told |
/// | WRITTEN | 200 of the last unanswered chunk | OVER | Sent |
/// | WRITTEN | no answer in time, refused | OVER | outcome told |
/// | SENDING, WRITTEN | 481 or 506 | OVER | Lost: it is the session that is refused |
/// | SENDING, WRITTEN | REPORT of a failure | OVER | as the answer would |
/// | OVER | failure | OVER | counted, told as a report |
final class Outbox {
    private enum State {
        SENDING,
        WRITTEN,
        OVER
    }

    /// A chunk sent.
    private record Sent(Sending message, ByteRange range, long atMs) {}

    private final SessionLimits limits;
    private final SessionLink link;
    private final MsrpEvents events;
    private final ArrayDeque<Sending> queue = new ArrayDeque<>();
    // chunks that must be answered, in the order they were sent
    private final LinkedHashMap<ByteSlice, Sent> unanswered = new LinkedHashMap<>();
    // chunks that are answered when they fail only; as many as the window has, the oldest goes
    private final LinkedHashMap<ByteSlice, Sent> doubtful = new LinkedHashMap<>();
    private final LinkedHashMap<ByteSlice, SendListener> reportable = new LinkedHashMap<>();
    private MsrpSession.SessionPaths paths;
    private boolean pumping;
    private long lastSentMs = Long.MIN_VALUE;

    Outbox(
            MsrpSession.SessionPaths paths,
            SessionLimits limits,
            SessionLink link,
            MsrpEvents events) {
        this.paths = paths;
        this.limits = limits;
        this.link = link;
        this.events = events;
    }

    void peer(MsrpSession.SessionPaths known) {
        paths = known;
    }

    long lastSentMs() {
        return lastSentMs;
    }

    void send(OutgoingMessage message) {
        if (queue.size() == limits.queued()) {
            tell(message.listener(), new SendOutcome.Overloaded());
            return;
        }
        queue.add(new Sending(message));
        pump();
    }

    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            int starving = 0;
            while (starving < queue.size()
                    && link.isWritable()
                    && unanswered.size() < limits.window()) {
                Sending next = queue.remove();
                if (next.state != State.SENDING) {
                    continue;
                }
                ByteSlice octets = next.read();
                if (octets.isEmpty()) {
                    starving++;
                } else {
                    starving = 0;
                    chunk(next, octets);
                }
                if (next.state == State.SENDING) {
                    queue.add(next);
                }
            }
        } finally {
            pumping = false;
        }
    }

    private void chunk(Sending sending, ByteSlice octets) {
        OutgoingMessage message = sending.message;
        ByteSlice id = link.ids().next(octets);
        Chunker.Chunk chunk = sending.chunker.next(octets.length());
        var frame =
                link.writer()
                        .request(id, "SEND", paths.theirs(), paths.ours())
                        .header("Message-ID", message.messageId())
                        .byteRange(chunk.range());
        if (message.successReport()) {
            frame.header("Success-Report", "yes");
        }
        if (message.failureReport() != FailureReport.YES) {
            frame.header("Failure-Report", message.failureReport().label());
        }
        frame.header("Content-Type", message.contentType()).body(octets).end(chunk.flag());
        sent(sending, id, chunk);
        link.send(frame);
        if (sending.chunker.isDone()) {
            sending.state = State.WRITTEN;
            if (message.failureReport() != FailureReport.YES) {
                succeed(sending);
            }
        }
    }

    private void sent(Sending sending, ByteSlice id, Chunker.Chunk chunk) {
        lastSentMs = link.nowMs();
        events.request(MsrpEvents.Direction.OUT, MsrpMethod.SEND);
        OutgoingMessage message = sending.message;
        var sent = new Sent(sending, chunk.range(), lastSentMs);
        switch (message.failureReport()) {
            case YES -> {
                unanswered.put(id, sent);
                sending.unanswered++;
            }
            case PARTIAL -> {
                doubtful.put(id, sent);
                if (doubtful.size() > limits.window()) {
                    doubtful.pollFirstEntry();
                }
            }
            case NO -> {}
        }
        if (chunk.range().start() == 1
                && (message.successReport() || message.failureReport() != FailureReport.NO)) {
            reportable.put(ByteSlice.of(message.messageId()), message.listener());
            if (reportable.size() > limits.awaitedReports()) {
                reportable.pollFirstEntry();
            }
        }
    }

    /// Whether the response belongs to a chunk of this session.
    boolean answered(ByteSlice transactionId, MsrpStatus status) {
        Sent awaited = unanswered.remove(transactionId);
        Sent sent = awaited == null ? doubtful.remove(transactionId) : awaited;
        if (sent == null) {
            return false;
        }
        events.answered(MsrpEvents.Direction.OUT, status);
        Sending message = sent.message;
        if (awaited != null) {
            message.unanswered--;
        }
        if (status != MsrpStatus.OK) {
            if (message.state == State.OVER) {
                failedLate(message.listener(), status, sent.range);
            } else {
                refused(message, status);
            }
        } else if (message.state == State.WRITTEN && message.unanswered == 0) {
            succeed(message);
        }
        if (!status.endsSession()) {
            pump();
        }
        return true;
    }

    /// The peer, or a relay before it, reports. A failure that comes before the answers is one for
    /// the whole message (RFC 4975 section 7.3.2).
    void reported(Head report) {
        int code = report.reportedStatus();
        SendListener listener = reportable.get(report.messageId());
        if (code < 0 || listener == null) {
            return;
        }
        MsrpStatus status = MsrpStatus.of(code);
        Optional<Sending> open =
                status == MsrpStatus.OK ? Optional.empty() : open(report.messageId());
        if (open.isPresent()) {
            refused(open.get(), status);
            pump();
        } else if (status == MsrpStatus.OK) {
            tell(() -> listener.reported(status, report.byteRange()));
        } else {
            failedLate(listener, status, report.byteRange());
        }
    }

    /// A message that is not over.
    private Optional<Sending> open(ByteSlice messageId) {
        return Stream.concat(queue.stream(), unanswered.values().stream().map(Sent::message))
                .filter(sending ->
                        sending.state != State.OVER
                                && messageId.equals(ByteSlice.of(sending.message.messageId())))
                .findAny();
    }

    private void refused(Sending message, MsrpStatus status) {
        if (status.endsSession()) {
            // nothing of it was taken, and an abort would go nowhere
            message.state = State.OVER;
            tell(message.listener(), new SendOutcome.Lost(CloseReason.REFUSED, false));
        } else {
            fail(message, new SendOutcome.Refused(status));
        }
    }

    private void failedLate(SendListener listener, MsrpStatus status, ByteRange range) {
        events.failedLate(status);
        tell(() -> listener.reported(status, range));
    }

    void cancel(String messageId) {
        for (Sending sending : queue) {
            if (sending.state == State.SENDING && sending.message.messageId().equals(messageId)) {
                fail(sending, new SendOutcome.Cancelled());
                break;
            }
        }
        queue.removeIf(sending -> sending.state == State.OVER);
    }

    boolean isCalm() {
        return queue.isEmpty() && unanswered.isEmpty();
    }

    void sweep(long nowMs) {
        long reading = link.readingSinceMs();
        while (reading <= nowMs && !unanswered.isEmpty()) {
            Map.Entry<ByteSlice, Sent> eldest = unanswered.firstEntry();
            Sent sent = eldest.getValue();
            if (nowMs - Math.max(sent.atMs, reading) < limits.answerMs()) {
                break;
            }
            unanswered.remove(eldest.getKey());
            sent.message.unanswered--;
            if (sent.message.state != State.OVER) {
                events.timedOut();
                fail(sent.message, new SendOutcome.TimedOut(sent.message.chunker.isDone()));
            }
        }
        pump();
    }

    void close(CloseReason reason) {
        pumping = true;
        for (Sending sending : queue) {
            lose(sending, reason);
        }
        queue.clear();
        Iterator<Sent> all = unanswered.values().iterator();
        while (all.hasNext()) {
            Sending sending = all.next().message;
            all.remove();
            lose(sending, reason);
        }
        doubtful.clear();
        reportable.clear();
    }

    private void lose(Sending sending, CloseReason reason) {
        if (sending.state != State.OVER) {
            sending.state = State.OVER;
            tell(sending.listener(), new SendOutcome.Lost(reason, sending.chunker.isDone()));
        }
    }

    private void succeed(Sending sending) {
        sending.state = State.OVER;
        events.messageComplete(MsrpEvents.Direction.OUT, sending.chunker.position());
        tell(sending.listener(), new SendOutcome.Sent());
    }

    private void fail(Sending sending, SendOutcome outcome) {
        boolean begun = sending.chunker.position() > 0 && !sending.chunker.isDone();
        sending.state = State.OVER;
        if (begun) {
            Chunker.Chunk abort = sending.chunker.abort();
            events.request(MsrpEvents.Direction.OUT, MsrpMethod.SEND);
            link.send(
                    link.writer()
                            .request(link.ids().next(), "SEND", paths.theirs(), paths.ours())
                            .header("Message-ID", sending.message.messageId())
                            .byteRange(abort.range())
                            .header("Failure-Report", FailureReport.NO.label())
                            .end(End.Flag.ABORTED));
        }
        tell(sending.listener(), outcome);
    }

    private void tell(SendListener listener, SendOutcome outcome) {
        tell(() -> listener.done(outcome));
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            events.ownerFailed(e);
        }
    }

    private final class Sending {
        private final OutgoingMessage message;
        private final Chunker chunker;
        private State state = State.SENDING;
        private int unanswered;

        Sending(OutgoingMessage message) {
            this.message = message;
            this.chunker = new Chunker(message.source().total(), limits.chunkOctets());
        }

        SendListener listener() {
            return message.listener();
        }

        /// What the source has for the next chunk; a source that fails cancels its message.
        ByteSlice read() {
            try {
                ByteSlice octets = message.source().read(chunker.position(), chunker.room());
                if (octets.length() > chunker.room()) {
                    throw new IllegalStateException("a source gave more than it was asked for");
                }
                return octets;
            } catch (RuntimeException e) {
                events.ownerFailed(e);
                fail(this, new SendOutcome.Cancelled());
                return ByteSlice.EMPTY;
            }
        }
    }
}
