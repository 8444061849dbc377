package org.fivegmc.sip.session;

import java.util.Arrays;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.AbortReason;
import org.fivegmc.msrp.session.BodySink;
import org.fivegmc.msrp.session.Completion;
import org.fivegmc.wire.ByteSlice;
import org.jspecify.annotations.Nullable;

/// Gathers a message in memory, as much as there is room for. On the thread of its session.
final class Gathering implements BodySink {
    private static final int SMALL = 2_048;

    /// Gets what was gathered.
    interface Whole {
        void taken(ByteSlice message, Completion completion);
    }

    private final Budget budget;
    private final int most;
    private final Whole whole;
    private byte[] octets = {};
    private @Nullable MsrpStatus refusal;

    /// @param most octets of the message
    /// @param total octets as its sender has said; -1 for not known
    Gathering(Budget budget, int most, long total, Whole whole) {
        this.budget = budget;
        this.most = most;
        this.whole = whole;
        grow(total < 0 ? SMALL : Math.min(total, most));
    }

    @Override
    public boolean write(long offset, ByteSlice more) {
        long end = offset + more.length();
        if (refusal == null && end > octets.length) {
            if (end > most) {
                refuse(MsrpStatus.STOP_SENDING);
            } else {
                grow(Math.min(most, Math.max(end, 2L * octets.length)));
            }
        }
        if (refusal == null) {
            System.arraycopy(more.array(), more.offset(), octets, (int) offset, more.length());
        }
        return true;
    }

    private void grow(long length) {
        if (budget.take(length - octets.length)) {
            octets = Arrays.copyOf(octets, (int) length);
        } else {
            // no fault of the sender, who may try again
            refuse(MsrpStatus.TIMEOUT);
        }
    }

    private void refuse(MsrpStatus why) {
        refusal = why;
        release();
    }

    @Override
    public void complete(long total, Completion completion) {
        MsrpStatus why = refusal;
        if (why != null) {
            completion.refuse(why);
            return;
        }
        byte[] message = total == octets.length ? octets : Arrays.copyOf(octets, (int) total);
        release();
        whole.taken(ByteSlice.of(message), completion);
    }

    @Override
    public void abort(AbortReason reason) {
        release();
    }

    private void release() {
        budget.give(octets.length);
        octets = new byte[0];
    }
}
