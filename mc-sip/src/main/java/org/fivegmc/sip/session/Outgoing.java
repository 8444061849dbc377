package org.fivegmc.sip.session;

import java.util.function.Consumer;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.BodySource;
import org.fivegmc.msrp.session.OutgoingMessage;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.sip.pager.PagerBodies;
import org.fivegmc.wire.ByteSlice;

/// Messages of the core as MSRP sends them. Thread-safe.
final class Outgoing {
    private final PagerBodies bodies;
    private final BodyStore store;

    Outgoing(PagerBodies bodies, BodyStore store) {
        this.bodies = bodies;
        this.store = store;
    }

    /// Sends a message, in turn with others of the session.
    void send(Message message, String id, SessionHandle via, Consumer<SendOutcome> done) {
        BodyRef whole = message.payload().whole();
        if (whole == null) {
            PagerBodies.Body body = bodies.forRcs(message);
            via.send(
                    OutgoingMessage.of(
                            id,
                            body.contentType(),
                            BodySource.of(ByteSlice.of(body.octets())),
                            done::accept));
            return;
        }
        var source = new Stored(whole.octets(), store.open(whole), id, via);
        via.send(
                OutgoingMessage.of(
                        id,
                        message.payload().contentType(),
                        source,
                        outcome -> {
                            source.reader.close();
                            // without its body no attempt will be better
                            done.accept(
                                    source.gone
                                            ? new SendOutcome.Refused(MsrpStatus.STOP_SENDING)
                                            : outcome);
                        }));
    }

    /// A body as it is read from the store.
    private static final class Stored implements BodySource {
        private final long total;
        private final BodyStore.Reader reader;
        private final String id;
        private final SessionHandle via;
        private volatile boolean gone;

        Stored(long total, BodyStore.Reader reader, String id, SessionHandle via) {
            this.total = total;
            this.reader = reader;
            this.id = id;
            this.via = via;
        }

        @Override
        public long total() {
            return total;
        }

        @Override
        public ByteSlice read(long offset, int most) {
            return switch (reader.read(offset, most, via::more)) {
                case BodyStore.Chunk.Octets(var octets, var from, var length) ->
                        ByteSlice.of(octets, from, length);
                case BodyStore.Chunk.NotYet() -> ByteSlice.EMPTY;
                case BodyStore.Chunk.Gone _ -> {
                    gone = true;
                    via.cancel(id);
                    yield ByteSlice.EMPTY;
                }
            };
        }
    }
}
