package org.fivegmc.msrp.session;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.wire.ByteSlice;
import org.jspecify.annotations.Nullable;

/// Keeps a small message and fails when an octet comes twice or after the end.
final class RecordingSink implements BodySink {
    final List<String> calls = new ArrayList<>();
    @Nullable Completion completion;
    boolean wantsMore = true;
    private final byte[] octets = new byte[1 << 16];
    private final boolean[] there = new boolean[1 << 16];
    private boolean over;

    @Override
    public boolean write(long offset, ByteSlice piece) {
        if (over) {
            throw new AssertionError("written after the end");
        }
        for (int i = 0; i < piece.length(); i++) {
            int at = (int) offset + i;
            if (there[at]) {
                throw new AssertionError("octet " + at + " written twice");
            }
            there[at] = true;
            octets[at] = piece.at(i);
        }
        return wantsMore;
    }

    @Override
    public void complete(long total, Completion answer) {
        over();
        completion = answer;
        calls.add("complete " + ByteSlice.of(octets, 0, (int) total));
    }

    @Override
    public void abort(AbortReason reason) {
        over();
        calls.add("abort " + reason);
    }

    private void over() {
        if (over) {
            throw new AssertionError("ended twice");
        }
        over = true;
    }
}
