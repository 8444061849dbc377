package org.fivegmc.sip.session;

import java.util.Arrays;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.AbortReason;
import org.fivegmc.msrp.session.BodySink;
import org.fivegmc.msrp.session.Completion;
import org.fivegmc.msrp.session.MessageStart;
import org.fivegmc.wire.ByteSlice;
import org.jspecify.annotations.Nullable;

/// Gathers a message: a small one in memory, as much as there is room for; a large one in the store
/// of bodies, and its head in memory. On the thread of its session.
final class Gathering implements BodySink {
    /// Octets of a message that stays in memory, and then in the row of its delivery.
    static final int IN_MEMORY = 64 * 1024;

    private static final int SMALL = 2_048;

    /// Gets what was gathered.
    interface Whole {
        /// @param body where a large message is, of which `message` is the head; else null
        void taken(ByteSlice message, @Nullable BodyRef body, Completion completion);
    }

    /// What messages are gathered with.
    ///
    /// @param keepMs how long a message is kept at most, in milliseconds
    record Room(Budget budget, BodyStore bodies, long keepMs) {}

    private final Room room;
    private final UserAddress owner;
    private final long most;
    private final MessageStart start;
    private final Whole whole;
    private final Runnable over;
    private final long nowMs;
    private byte[] octets = {};
    private long inOrder;
    private boolean gaps;
    private BodyStore.@Nullable Draft draft;
    private @Nullable MsrpStatus refusal;

    /// @param owner who sends it
    /// @param most octets of this message
    /// @param over run once, when the sender has been answered or the message has ended
    Gathering(
            Room room,
            UserAddress owner,
            long most,
            MessageStart start,
            long nowMs,
            Whole whole,
            Runnable over) {
        this.room = room;
        this.owner = owner;
        this.most = most;
        this.start = start;
        this.nowMs = nowMs;
        this.whole = whole;
        this.over = over;
        if (start.total() > IN_MEMORY) {
            spill();
        } else {
            // no more than has come: what is said costs its sender nothing
            grow(Math.min(SMALL, start.total() < 0 ? SMALL : start.total()));
        }
    }

    @Override
    public boolean write(long offset, ByteSlice more) {
        long end = offset + more.length();
        if (refusal == null && end > most) {
            refuse(MsrpStatus.STOP_SENDING);
        }
        gaps |= offset != inOrder;
        if (refusal == null && draft == null && end > IN_MEMORY) {
            spill();
        }
        if (refusal == null && draft == null && end > octets.length) {
            grow(Math.min(Math.min(IN_MEMORY, most), Math.max(end, 2L * octets.length)));
        }
        if (refusal != null) {
            return true;
        }
        keepInMemory(offset, more);
        if (!gaps) {
            inOrder = end;
        }
        return draft == null
                || draft.write(offset, more.array(), more.offset(), more.length(), start.resume());
    }

    private void keepInMemory(long offset, ByteSlice more) {
        int room = (int) Math.max(0, Math.min(octets.length - offset, more.length()));
        if (room > 0) {
            System.arraycopy(more.array(), more.offset(), octets, (int) offset, room);
        }
    }

    /// From here on the message goes to the store of bodies; its head stays here.
    private void spill() {
        if (gaps) {
            // a piece of unknown size out of order: no client known does that
            refuse(MsrpStatus.STOP_SENDING);
            return;
        }
        BodyStore.Draft begun = room.bodies().draft(owner, nowMs + room.keepMs());
        draft = begun;
        int before = (int) inOrder;
        if (before > 0) {
            // what comes next waits for this one anyway
            begun.write(0, octets, 0, before, start.resume());
        }
        int head = (int) Math.min(Payload.HEAD_MAX, most);
        if (octets.length > head) {
            room.budget().give(octets.length - head);
            octets = Arrays.copyOf(octets, head);
        } else {
            grow(head);
        }
    }

    private void grow(long length) {
        if (room.budget().take(length - octets.length)) {
            octets = Arrays.copyOf(octets, (int) length);
        } else {
            // no fault of the sender, who may try again
            refuse(MsrpStatus.TIMEOUT);
        }
    }

    private void refuse(MsrpStatus why) {
        refusal = why;
        release();
        if (draft != null) {
            draft.discard();
        }
    }

    @Override
    public void complete(long total, Completion answer) {
        Completion completion = last(answer);
        MsrpStatus why = refusal;
        if (why != null) {
            completion.refuse(why);
            return;
        }
        int here = (int) Math.min(total, octets.length);
        ByteSlice message =
                ByteSlice.of(here == octets.length ? octets : Arrays.copyOf(octets, here));
        release();
        BodyStore.Draft written = draft;
        if (written == null) {
            whole.taken(message, null, completion);
            return;
        }
        written.finish(
                total,
                kept -> {
                    switch (kept) {
                        case BodyStore.Kept.Stored(BodyRef body) ->
                                whole.taken(message, body, completion);
                        // the disk is full or broken: later, perhaps
                        case BodyStore.Kept.Failed _ -> completion.refuse(MsrpStatus.TIMEOUT);
                        // others may send; the sender should wait until some are delivered
                        case BodyStore.Kept.TooMuch _ -> completion.refuse(MsrpStatus.STOP_SENDING);
                    }
                });
    }

    /// An answer after which the message is over.
    private Completion last(Completion answer) {
        return new Completion() {
            @Override
            public void accept() {
                answer.accept();
                over.run();
            }

            @Override
            public void refuse(MsrpStatus status) {
                answer.refuse(status);
                over.run();
            }
        };
    }

    @Override
    public void abort(AbortReason reason) {
        over.run();
        release();
        if (draft != null) {
            draft.discard();
        }
    }

    private void release() {
        room.budget().give(octets.length);
        octets = new byte[0];
    }
}
