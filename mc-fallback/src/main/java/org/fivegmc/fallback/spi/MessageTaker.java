package org.fivegmc.fallback.spi;

import java.util.concurrent.CompletionStage;

/// For whom messages of handsets are. Called by threads of gateways; returns without blocking.
public interface MessageTaker {
    /// Whether this is anybody's address.
    ///
    /// @param digits as the center wrote them
    boolean serves(String digits);

    /// Completes when it is durable; fails when the center shall bring it again. The same message
    /// may be handed over several times.
    ///
    /// @param message a whole one
    /// @param parts how many short messages it was
    CompletionStage<InboundAnswer> take(InboundSms message, int parts);
}
