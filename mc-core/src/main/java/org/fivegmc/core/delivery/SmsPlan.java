package org.fivegmc.core.delivery;

import org.fivegmc.core.message.Bearer;
import org.fivegmc.core.route.RouteReason;

/// Whether and how a message can leave by SMS or MMS.
public sealed interface SmsPlan {

    /// @param parts number of parts, at least one
    /// @param reference first of `parts` consecutive user message references
    /// @param bearer what it leaves as; an MMS has one part
    record Ready(String gateway, int reference, int parts, Bearer bearer) implements SmsPlan {

        /// As SMS.
        public Ready(String gateway, int reference, int parts) {
            this(gateway, reference, parts, Bearer.SMS);
        }
    }

    /// No gateway is there now; try again later.
    record NotNow(RouteReason reason, long afterMs) implements SmsPlan {}

    record NotPossible(RouteReason reason) implements SmsPlan {}
}
