package org.fivegmc.core.center;

import java.util.function.Consumer;
import org.fivegmc.core.message.RefusalReason;

/// Something that has happened: it is told again until it is durable.
///
/// @param mustBeKept also when there is too much of it
record News(Consumer<ShardWriter> work, boolean mustBeKept) implements Task {

    News(Consumer<ShardWriter> work) {
        this(work, false);
    }

    @Override
    public void run(ShardWriter writer) {
        work.accept(writer);
    }

    @Override
    public boolean failed(RefusalReason reason) {
        return false;
    }
}
