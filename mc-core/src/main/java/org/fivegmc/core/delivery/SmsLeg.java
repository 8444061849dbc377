package org.fivegmc.core.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fivegmc.core.message.Bearer;

/// A delivery that has left RCS for good: the short message it became, part by part, or the
/// multimedia message, which is one part.
///
/// @param gateway the gateway it was decided for
/// @param reference the first of `parts.size()` consecutive user message references
/// @param tries how often any part was handed over and surely not taken, for the retry limit
/// @param resends how often parts in doubt were handed over again, for a limit of their own
/// @param parts never empty
/// @param bearer what it has become
public record SmsLeg(
        String gateway,
        int reference,
        int tries,
        int resends,
        List<PartState> parts,
        Bearer bearer) {

    /// A short message.
    public SmsLeg(String gateway, int reference, int tries, int resends, List<PartState> parts) {
        this(gateway, reference, tries, resends, parts, Bearer.SMS);
    }

    public SmsLeg {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a short message has at least one part");
        }
    }

    public static SmsLeg claimed(String gateway, int reference, int count) {
        return claimed(new SmsPlan.Ready(gateway, reference, count));
    }

    static SmsLeg claimed(SmsPlan.Ready ready) {
        return new SmsLeg(
                ready.gateway(),
                ready.reference(),
                0,
                0,
                Collections.nCopies(ready.parts(), PartState.IN_FLIGHT),
                ready.bearer());
    }

    public SmsLeg with(int part, PartState state) {
        var changed = new ArrayList<>(parts);
        changed.set(part, state);
        return new SmsLeg(gateway, reference, tries, resends, List.copyOf(changed), bearer);
    }

    /// Every part in state `from` goes to state `to`.
    public SmsLeg moved(PartState from, PartState to) {
        return new SmsLeg(
                gateway,
                reference,
                tries,
                resends,
                parts.stream().map(p -> p == from ? to : p).toList(),
                bearer);
    }

    public SmsLeg tried() {
        return new SmsLeg(gateway, reference, tries + 1, resends, parts, bearer);
    }

    public SmsLeg resent() {
        return new SmsLeg(gateway, reference, tries, resends + 1, parts, bearer);
    }

    /// Whether the gateway has, or may have, any part.
    boolean mayHaveBeenTaken() {
        return resends > 0
                || parts.stream().anyMatch(p -> p != PartState.WAITING && p != PartState.IN_FLIGHT);
    }

    public boolean has(int part) {
        return part >= 0 && part < parts.size();
    }

    public boolean any(PartState state) {
        return parts.contains(state);
    }

    public boolean all(PartState state) {
        return parts.stream().allMatch(p -> p == state);
    }

    /// Every part is at least with the gateway.
    public boolean allTaken() {
        return parts.stream().allMatch(p -> p == PartState.ACCEPTED || p == PartState.DELIVERED);
    }

    /// Indices of the parts in that state.
    public List<Integer> indices(PartState state) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) == state) {
                found.add(i);
            }
        }
        return found;
    }
}
