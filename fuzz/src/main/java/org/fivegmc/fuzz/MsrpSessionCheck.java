package org.fivegmc.fuzz;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.fivegmc.msrp.codec.Body;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.msrp.codec.Head;
import org.fivegmc.msrp.codec.MsrpDecoder;
import org.fivegmc.msrp.codec.MsrpLimits;
import org.fivegmc.msrp.codec.MsrpRead;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.codec.MsrpWriter;
import org.fivegmc.msrp.codec.TransactionIds;
import org.fivegmc.msrp.session.AbortReason;
import org.fivegmc.msrp.session.BodySink;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.Completion;
import org.fivegmc.msrp.session.MessageStart;
import org.fivegmc.msrp.session.MsrpEvents;
import org.fivegmc.msrp.session.MsrpSession;
import org.fivegmc.msrp.session.Opening;
import org.fivegmc.msrp.session.SessionLimits;
import org.fivegmc.msrp.session.SessionLink;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.wire.ByteSlice;

/// A session that is given every frame of a stream: each octet of a message comes once, a message
/// ends once, and it is complete only with every octet there.
final class MsrpSessionCheck {
    private static final int MOST = 100_000;

    private MsrpSessionCheck() {}

    static void play(byte[] octets) {
        Owner owner = new Owner();
        MsrpSession session =
                new MsrpSession(
                        MsrpSession.SessionPaths.of("msrp://a:1/a;tcp", "msrp://b:2/b;tcp"),
                        new SessionLimits(MOST, 4, 8, 4, 4, 4, 2_048, 4, 30_000, 60_000, 1_024),
                        owner,
                        new Link(),
                        owner);
        MsrpDecoder decoder = new MsrpDecoder(MsrpLimits.DEFAULTS);
        decoder.feed(octets, 0, octets.length);
        boolean request = false;
        MsrpRead read = decoder.next();
        while (!(read instanceof MsrpRead.Waiting)) {
            switch (read) {
                case Head head -> {
                    request = head.isRequest();
                    if (request) {
                        session.head(head);
                    } else {
                        session.response(head.transactionId(), MsrpStatus.of(head.status()));
                    }
                }
                case Body(ByteSlice piece) -> {
                    if (request) {
                        session.body(piece);
                    }
                }
                case End(End.Flag flag) -> {
                    if (request) {
                        session.end(flag);
                    }
                }
                case MsrpRead.Malformed _, MsrpRead.Waiting _ -> {}
            }
            read = decoder.next();
        }
        session.close(CloseReason.PEER);
        Target.same("messages that do not end", 0, owner.open);
    }

    private static final class Owner implements SessionOwner, MsrpEvents {
        private int open;

        @Override
        public Opening open(MessageStart start) {
            open++;
            Target.holds("a limit of open messages", open <= 4);
            return new Opening.Taken(new Sink(this));
        }

        @Override
        public void closed(CloseReason reason) {}

        @Override
        public void ownerFailed(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static final class Sink implements BodySink {
        private final Owner owner;
        private final BitSet there = new BitSet();
        private boolean over;

        Sink(Owner owner) {
            this.owner = owner;
        }

        @Override
        public boolean write(long offset, ByteSlice octets) {
            Target.holds("written after the end", !over);
            int from = Math.toIntExact(offset);
            int to = from + octets.length();
            Target.holds("larger than a message may be", to <= MOST);
            Target.holds("octets that come twice", there.get(from, to).isEmpty());
            there.set(from, to);
            return true;
        }

        @Override
        public void complete(long total, Completion completion) {
            Target.same("complete", total, (long) there.cardinality());
            Target.same("complete to its end", total, (long) there.length());
            end();
            completion.accept();
        }

        @Override
        public void abort(AbortReason reason) {
            end();
        }

        private void end() {
            Target.holds("ended twice", !over);
            over = true;
            owner.open--;
        }
    }

    private static final class Link implements SessionLink {
        private final MsrpWriter writer = new MsrpWriter();
        private final TransactionIds ids = new TransactionIds(new SplittableRandom(1));

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public MsrpWriter writer() {
            return writer;
        }

        /// What is sent can be read.
        @Override
        public void send(MsrpWriter frame) {
            byte[] octets = frame.toByteArray();
            MsrpDecoder decoder = new MsrpDecoder(new MsrpLimits(1 << 20, 1 << 20, 100, 32));
            decoder.feed(octets, 0, octets.length);
            Target.holds("what is sent has a head", decoder.next() instanceof Head);
            Target.holds("what is sent has an end", decoder.next() instanceof End);
            Target.holds("what is sent is one frame", decoder.next() instanceof MsrpRead.Waiting);
        }

        @Override
        public TransactionIds ids() {
            return ids;
        }

        @Override
        public long nowMs() {
            return 1;
        }

        @Override
        public long readingSinceMs() {
            return 0;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }
}
