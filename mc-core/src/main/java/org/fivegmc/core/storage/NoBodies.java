package org.fivegmc.core.storage;

import java.util.function.Consumer;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.UserAddress;

/// A center without room for large bodies.
final class NoBodies implements BodyStore {

    private static final String CAUSE = "no bodies are kept here";

    @Override
    public Draft draft(UserAddress owner, long keepUntilMs) {
        return new Nothing();
    }

    @Override
    public Reader open(BodyRef ref) {
        return new Nowhere();
    }

    @Override
    public void delete(BodyRef ref) {}

    private record Nothing() implements Draft {

        @Override
        public boolean write(long offset, byte[] octets, int from, int length, Runnable resume) {
            return true;
        }

        @Override
        public String failure() {
            return CAUSE;
        }

        @Override
        public void finish(long total, Consumer<Kept> done) {
            done.accept(new Kept.Failed(CAUSE));
        }

        @Override
        public void discard() {}
    }

    private record Nowhere() implements Reader {

        @Override
        public Chunk read(long offset, int most, Runnable more) {
            return new Chunk.Gone(CAUSE);
        }

        @Override
        public void close() {}
    }
}
