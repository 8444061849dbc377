package org.fivegmc.loadtest.raw;

import java.lang.foreign.MemorySegment;

/// Takes what a transport received.
@FunctionalInterface
interface Inbound {
    /// Reads one message, which ends at `end` and was there at `now`. An answer to it is written to
    /// `out` at `at`, where [OkWriter#MAX_ANSWER] bytes are free.
    ///
    /// @return the length of that answer, 0: none is due
    int take(SipView message, long end, long now, MemorySegment out, long at);
}
