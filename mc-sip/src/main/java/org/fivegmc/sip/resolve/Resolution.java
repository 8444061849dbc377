package org.fivegmc.sip.resolve;

import java.util.List;

/// What became of a look-up.
public sealed interface Resolution {
    /// Addresses in the order they are to be tried; never empty.
    ///
    /// @param hops first the best
    record Found(List<Hop> hops) implements Resolution {
        public Found {
            hops = List.copyOf(hops);
        }
    }

    /// No address.
    ///
    /// @param reason for logs
    record NotFound(String reason) implements Resolution {}
}
