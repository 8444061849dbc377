package org.fivegmc.msrp.session;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.msrp.codec.Head;
import org.fivegmc.msrp.codec.MsrpRule;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.wire.ByteSlice;
import org.jspecify.annotations.Nullable;

/// What a session receives.
///
/// The request under way:
///
/// | state | event | next | does |
/// |---|---|---|---|
/// | Idle | head | Begun | |
/// | Begun | octets | Storing | opens the message, or finds it by its Message-ID |
/// | Begun | octets, refused | Discarding | answers at once, so that the sender stops |
/// | Begun | end | Idle | 200; `$` or `#` of a message there is counts for it |
/// | Storing | octets | Storing | writes them |
/// | Storing | octets that do not fit | Discarding | answers 413 or 423 at once, aborts the message |
/// | Storing | end, message not complete | Idle | 200 |
/// | Storing | end, message complete | Idle | the owner answers, by its [Completion] |
/// | Storing | `#` | Idle | 200, aborts the message |
/// | Discarding | octets | Discarding | |
/// | Discarding | end | Idle | |
final class Inbox {
    private sealed interface State {
        record Idle() implements State {}

        record Begun(Head head) implements State {}

        record Storing(Head head, Incoming message) implements State {}

        record Discarding() implements State {}
    }

    private static final State IDLE = new State.Idle();
    private static final State DISCARDING = new State.Discarding();

    private final SessionLimits limits;
    private final SessionOwner owner;
    private final SessionLink link;
    private final MsrpEvents events;
    private final Map<ByteSlice, Incoming> open = new HashMap<>();
    private State state = IDLE;
    private int undurable;
    private boolean closed;

    Inbox(SessionLimits limits, SessionOwner owner, SessionLink link, MsrpEvents events) {
        this.limits = limits;
        this.owner = owner;
        this.link = link;
        this.events = events;
    }

    void head(Head head) {
        state = new State.Begun(head);
    }

    /// Answers a request that is not looked at.
    void refuse(Head head, MsrpStatus status) {
        Answers.respond(link, events, head, status);
        state = DISCARDING;
    }

    void body(ByteSlice octets) {
        if (state instanceof State.Begun(Head head)) {
            begin(head);
        }
        if (state instanceof State.Storing(Head head, Incoming message)) {
            message.came(octets.length());
            Reassembly.Step step = write(message, octets);
            if (step != Reassembly.Step.GOES_ON) {
                give(head, message, step);
            } else if (message.parts.isFull()) {
                message.pause();
            }
        }
    }

    private Reassembly.Step write(Incoming message, ByteSlice octets) {
        try {
            return message.parts.octets(octets);
        } catch (RuntimeException e) {
            events.ownerFailed(e);
            return Reassembly.Step.ABORTED;
        }
    }

    private void begin(Head head) {
        MsrpRule fault = head.bodyFault();
        if (fault != MsrpRule.NONE) {
            events.malformed(fault);
            refuse(head, MsrpStatus.BAD_REQUEST);
            return;
        }
        Incoming message = open.get(head.messageId());
        if (message == null) {
            message = open(head);
            if (message == null) {
                return;
            }
        }
        state = new State.Storing(head, message);
        Reassembly.Step step = message.parts.begin(head.byteRange());
        if (step != Reassembly.Step.GOES_ON) {
            give(head, message, step);
        }
    }

    /// Opens a message; null when it is refused, and then the request is answered.
    private @Nullable Incoming open(Head head) {
        long total = head.byteRange().total();
        if (open.size() == limits.openMessages() || total > limits.messageOctets()) {
            refuse(head, MsrpStatus.STOP_SENDING);
            return null;
        }
        Incoming message = new Incoming(head.messageId());
        var start =
                new MessageStart(
                        head.messageId().text(),
                        head.contentType().text(),
                        total,
                        () -> link.execute(message::resume));
        Opening opening;
        try {
            opening = owner.open(start);
        } catch (RuntimeException e) {
            events.ownerFailed(e);
            opening = new Opening.Refused(MsrpStatus.STOP_SENDING);
        }
        return switch (opening) {
            case Opening.Refused(MsrpStatus status) -> {
                refuse(head, status);
                yield null;
            }
            case Opening.Taken(BodySink sink) -> {
                message.take(sink);
                open.put(message.id, message);
                yield message;
            }
        };
    }

    void end(End.Flag flag) {
        State before = state;
        state = IDLE;
        switch (before) {
            case State.Idle _, State.Discarding _ -> {}
            case State.Storing(Head head, Incoming message) -> finish(head, message, flag);
            case State.Begun(Head head) -> {
                Incoming message = open.get(head.messageId());
                if (message == null || flag == End.Flag.MORE) {
                    Answers.respond(link, events, head, MsrpStatus.OK);
                } else if (head.byteRange().isReadable()) {
                    Reassembly.Step step = message.parts.begin(head.byteRange());
                    if (step == Reassembly.Step.GOES_ON || flag == End.Flag.ABORTED) {
                        finish(head, message, flag);
                    } else {
                        give(head, message, step);
                        state = IDLE;
                    }
                } else {
                    finish(head, message, flag);
                }
            }
        }
    }

    private void finish(Head head, Incoming message, End.Flag flag) {
        switch (message.parts.end(flag)) {
            case GOES_ON -> Answers.respond(link, events, head, MsrpStatus.OK);
            case COMPLETE -> complete(head, message);
            case ABORTED -> {
                Answers.respond(link, events, head, MsrpStatus.OK);
                abort(message, AbortReason.SENDER);
            }
            case TOO_LARGE, OUT_OF_BOUNDS -> {
                Answers.respond(link, events, head, MsrpStatus.OUT_OF_BOUNDS);
                abort(message, AbortReason.OUT_OF_BOUNDS);
            }
        }
    }

    /// Gives a message up in the middle of a request.
    private void give(Head head, Incoming message, Reassembly.Step step) {
        boolean bounds = step == Reassembly.Step.OUT_OF_BOUNDS;
        refuse(head, bounds ? MsrpStatus.OUT_OF_BOUNDS : MsrpStatus.STOP_SENDING);
        abort(message, bounds ? AbortReason.OUT_OF_BOUNDS : AbortReason.TOO_LARGE);
    }

    private void complete(Head head, Incoming message) {
        open.remove(message.id);
        message.resume();
        undurable++;
        if (undurable == limits.undurable()) {
            events.readingPaused();
            link.pause();
        }
        long total = message.parts.total();
        var answer = new LastAnswer(head, total);
        try {
            message.sink.complete(total, answer);
        } catch (RuntimeException e) {
            events.ownerFailed(e);
            answer.refuse(MsrpStatus.STOP_SENDING);
        }
    }

    private void abort(Incoming message, AbortReason reason) {
        open.remove(message.id);
        message.resume();
        events.messageAborted(reason);
        try {
            message.sink.abort(reason);
        } catch (RuntimeException e) {
            events.ownerFailed(e);
        }
    }

    boolean isCalm() {
        return open.isEmpty();
    }

    void sweep(long nowMs) {
        Iterator<Incoming> all = open.values().iterator();
        Incoming late = null;
        while (all.hasNext() && late == null) {
            Incoming message = all.next();
            if (message.isLate(nowMs)) {
                late = message;
            }
        }
        if (late != null) {
            if (state instanceof State.Storing(_, Incoming message) && message.equals(late)) {
                state = DISCARDING;
            }
            abort(late, AbortReason.TIMEOUT);
            sweep(nowMs);
        }
    }

    void close() {
        closed = true;
        state = DISCARDING;
        for (Incoming message : open.values().toArray(Incoming[]::new)) {
            abort(message, AbortReason.SESSION_CLOSED);
        }
        if (undurable >= limits.undurable()) {
            link.resume();
        }
    }

    /// A message that is not complete.
    private final class Incoming {
        private final ByteSlice id;
        private BodySink sink = Discard.INSTANCE;
        private Reassembly parts = new Reassembly(Discard.INSTANCE, 1, 1);
        private long lastMs;
        private long progressSinceMs;
        private long progress;
        private boolean paused;

        Incoming(ByteSlice id) {
            this.id = id;
        }

        void take(BodySink taker) {
            sink = taker;
            parts = new Reassembly(taker, limits.messageOctets(), limits.ranges());
            restart();
        }

        void came(int octets) {
            lastMs = link.nowMs();
            progress += octets;
        }

        private void restart() {
            lastMs = link.nowMs();
            progressSinceMs = lastMs;
            progress = 0;
        }

        /// Whether it stands still, or drips. While nobody reads from the sender, be it for another
        /// message, it cannot be late.
        boolean isLate(long nowMs) {
            long reading = link.readingSinceMs();
            if (paused || reading > nowMs) {
                return false;
            }
            if (nowMs - Math.max(lastMs, reading) > limits.messageIdleMs()) {
                return true;
            }
            if (nowMs - Math.max(progressSinceMs, reading) <= limits.messageIdleMs()) {
                return false;
            }
            boolean drips = progress < limits.progressOctets();
            progressSinceMs = nowMs;
            progress = 0;
            return drips;
        }

        void pause() {
            if (!paused) {
                paused = true;
                events.readingPaused();
                link.pause();
            }
        }

        void resume() {
            if (paused) {
                paused = false;
                restart();
                link.resume();
            }
        }
    }

    /// Before the owner has given its sink.
    private enum Discard implements BodySink {
        INSTANCE;

        @Override
        public boolean write(long offset, ByteSlice octets) {
            return true;
        }

        @Override
        public void complete(long total, Completion completion) {}

        @Override
        public void abort(AbortReason reason) {}
    }

    private final class LastAnswer implements Completion {
        private final Head head;
        private final long total;
        private final AtomicBoolean given = new AtomicBoolean();

        LastAnswer(Head head, long total) {
            this.head = head;
            this.total = total;
        }

        @Override
        public void accept() {
            give(MsrpStatus.OK);
        }

        @Override
        public void refuse(MsrpStatus status) {
            give(status);
        }

        private void give(MsrpStatus status) {
            if (given.compareAndSet(false, true)) {
                link.execute(() -> answer(status));
            }
        }

        private void answer(MsrpStatus status) {
            if (closed) {
                return;
            }
            undurable--;
            if (undurable == limits.undurable() - 1) {
                link.resume();
            }
            Answers.respond(link, events, head, status);
            if (status == MsrpStatus.OK) {
                events.messageComplete(MsrpEvents.Direction.IN, total);
                Answers.reportSuccess(link, events, head, total);
            }
        }
    }
}
