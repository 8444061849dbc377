package org.fivegmc.msrp.transport;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.fivegmc.msrp.session.AbortReason;
import org.fivegmc.msrp.session.BodySink;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.Completion;
import org.fivegmc.msrp.session.MessageStart;
import org.fivegmc.msrp.session.Opening;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.wire.ByteSlice;

/// Keeps nothing of a message but its digest.
final class DigestOwner implements SessionOwner {
    final List<String> told = new CopyOnWriteArrayList<>();
    final AtomicLong octets = new AtomicLong();
    volatile boolean slow;
    volatile boolean accepts = true;
    volatile Runnable resume = () -> {};

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void bound() {
        told.add("bound");
    }

    @Override
    public Opening open(MessageStart start) {
        resume = start.resume();
        MessageDigest digest = sha256();
        return new Opening.Taken(
                new BodySink() {
                    @Override
                    public boolean write(long offset, ByteSlice piece) {
                        octets.addAndGet(piece.length());
                        digest.update(piece.array(), piece.offset(), piece.length());
                        return !slow;
                    }

                    @Override
                    public void complete(long total, Completion completion) {
                        told.add("complete " + HexFormat.of().formatHex(digest.digest()));
                        if (accepts) {
                            // from another thread, as a store does
                            Thread.ofVirtual().start(completion::accept);
                        }
                    }

                    @Override
                    public void abort(AbortReason reason) {
                        told.add("abort " + reason);
                    }
                });
    }

    @Override
    public void closed(CloseReason reason) {
        told.add("closed " + reason);
    }
}
