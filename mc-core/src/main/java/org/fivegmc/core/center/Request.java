package org.fivegmc.core.center;

import java.util.function.Consumer;
import org.fivegmc.core.message.RefusalReason;

/// Something asked for from outside: refused when it can't be done now.
record Request(Consumer<ShardWriter> work, Consumer<RefusalReason> refuse, int octets)
        implements Task {

    Request(Consumer<ShardWriter> work, Consumer<RefusalReason> refuse) {
        this(work, refuse, 0);
    }

    @Override
    public void run(ShardWriter writer) {
        work.accept(writer);
    }

    @Override
    public boolean failed(RefusalReason reason) {
        refuse.accept(reason);
        return true;
    }
}
