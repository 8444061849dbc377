package org.fivegmc.loadtest.raw;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Fills the templates of a run with what belongs to a slot.
final class RequestWriter {
    // CSeq values have ten digits and no leading zero, and stay below 2^31.
    private static final long CSEQ_BASE = 1_000_000_000L;

    private final Slots slots;
    private final Template[] requests;
    private final Optional<Credentials> credentials;

    /// @param requests one for each local port
    /// @param credentials empty: challenges are not answered
    RequestWriter(Slots slots, Template[] requests, Optional<Credentials> credentials) {
        this.slots = slots;
        this.credentials = credentials;
        this.requests = requests.clone();
    }

    Template template(int source, int slot) {
        return slots.authorised(slot)
                ? credentials.orElseThrow().template(source, slot)
                : requests[source];
    }

    /// The buffer holds the template already, perhaps with the values of another slot.
    void patch(Template template, int slot, MemorySegment out, long at) {
        long id = slots.id(slot);
        boolean authorised = slots.authorised(slot);
        long cseq = CSEQ_BASE + 2 * RequestId.sequence(id) + (authorised ? 1 : 0);
        template.patch(out, at, id, slots.user(slot), slots.device(slot), cseq);
        if (authorised) {
            credentials.orElseThrow().patch(template, slot, out, at);
        }
    }
}
