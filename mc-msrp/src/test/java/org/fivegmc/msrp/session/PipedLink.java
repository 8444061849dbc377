package org.fivegmc.msrp.session;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fivegmc.msrp.codec.MsrpWriter;
import org.fivegmc.msrp.codec.TransactionIds;

/// A link without a socket: frames sent are kept as octets, time is set by the test.
final class PipedLink implements SessionLink {
    final List<byte[]> sent = new ArrayList<>();
    long nowMs = 1_000;
    boolean writable = true;
    long readingSinceMs;
    int pauses;
    private final MsrpWriter writer = new MsrpWriter();
    private final TransactionIds ids = new TransactionIds(new SplittableRandom(7));

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public MsrpWriter writer() {
        return writer;
    }

    @Override
    public void send(MsrpWriter frame) {
        sent.add(frame.toByteArray());
    }

    @Override
    public TransactionIds ids() {
        return ids;
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public long readingSinceMs() {
        return pauses == 0 ? readingSinceMs : Long.MAX_VALUE;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void pause() {
        pauses++;
    }

    @Override
    public void resume() {
        pauses--;
    }
}
