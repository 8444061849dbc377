package org.fivegmc.server.wiring;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.fivegmc.core.center.InboundReceipt;
import org.fivegmc.core.center.MessageCenter;
import org.jspecify.annotations.Nullable;

/// Gateways exist before the core they report to; until that is there, receipts are asked for
/// again.
final class LateReceipts implements BiConsumer<InboundReceipt, Consumer<Boolean>> {

    private volatile @Nullable MessageCenter center;

    void connect(MessageCenter started) {
        center = started;
    }

    @Override
    public void accept(InboundReceipt receipt, Consumer<Boolean> done) {
        MessageCenter core = center;
        if (core == null) {
            done.accept(false);
        } else {
            core.receipt(receipt, done);
        }
    }
}
