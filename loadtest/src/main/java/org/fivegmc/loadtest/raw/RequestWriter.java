package org.fivegmc.loadtest.raw;

import java.lang.foreign.MemorySegment;

/// Fills the templates of a run with what belongs to a slot.
final class RequestWriter {
    // CSeq values have ten digits and no leading zero, and stay below 2^31.
    private static final long CSEQ_BASE = 1_000_000_000L;

    private final Slots slots;
    private final Template[] requests;

    /// @param requests one for each local port
    RequestWriter(Slots slots, Template[] requests) {
        this.slots = slots;
        this.requests = requests.clone();
    }

    Template template(int source, int slot) {
        return requests[source];
    }

    /// The buffer holds the template already, perhaps with the values of another slot.
    void patch(Template template, int slot, MemorySegment out, long at) {
        long id = slots.id(slot);
        template.patch(
                out,
                at,
                id,
                slots.user(slot),
                slots.device(slot),
                CSEQ_BASE + 2 * RequestId.sequence(id));
    }
}
