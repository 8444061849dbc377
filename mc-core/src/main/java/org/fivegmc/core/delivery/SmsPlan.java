package org.fivegmc.core.delivery;

import org.fivegmc.core.route.RouteReason;

/// Whether and how a message can leave by SMS.
public sealed interface SmsPlan {

    /// @param parts number of parts, at least one
    /// @param reference first of `parts` consecutive user message references
    record Ready(String gateway, int reference, int parts) implements SmsPlan {}

    /// No gateway is there now; try again later.
    record NotNow(RouteReason reason, long afterMs) implements SmsPlan {}

    record NotPossible(RouteReason reason) implements SmsPlan {}
}
