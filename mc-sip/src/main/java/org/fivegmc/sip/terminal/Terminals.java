package org.fivegmc.sip.terminal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.terminal.Terminal.Release;
import org.jspecify.annotations.Nullable;

/// Whether a handset can use RCS on this network, as far as its model tells. Asked when a device
/// registers, never for a message. The code in the IMEI counts before the name in User-Agent.
///
/// All handsets of a model and a version of software have the same User-Agent, so what one says is
/// read once for all of them: as many as there are slots are remembered, another in the same slot
/// takes the place of the first. Thread-safe.
public final class Terminals {

    /// Longer ones are not looked at, in octets.
    static final int MAX_USER_AGENT = 512;

    private static final int SLOTS = 1024;

    /// What the table says of a device.
    public enum Verdict {
        /// Nothing: the model is not in it, or works on another network than it may be here.
        UNKNOWN,
        CAPABLE,
        INCAPABLE
    }

    /// What handsets with the software of China Mobile's edition can here.
    public enum Custom {
        /// Nobody has said whose network this is.
        UNKNOWN,
        /// It is China Mobile's.
        CAPABLE,
        /// It is another's.
        INCAPABLE
    }

    /// Without a table: nothing is known of any model.
    public static final Terminals NONE = new Terminals(TerminalTable.EMPTY, Custom.UNKNOWN);

    /// @param text as received
    private record Agent(Span text, Verdict verdict) {}

    private final TerminalTable table;
    private final Custom custom;
    private final AtomicReferenceArray<Agent> agents = new AtomicReferenceArray<>(SLOTS);

    public Terminals(TerminalTable table, Custom custom) {
        this.table = table;
        this.custom = custom;
    }

    /// @param userAgent of the REGISTER; null for none
    /// @param device the instance in small letters, or what stands for it
    public Verdict verdict(@Nullable Span userAgent, String device) {
        if (table.hasTacs()) {
            int tac = TerminalTable.tac(device);
            Optional<Terminal> found = tac < 0 ? Optional.empty() : table.byTac(tac);
            if (found.isPresent()) {
                return of(found.get());
            }
        }
        if (userAgent == null || table.size() == 0 || userAgent.length() > MAX_USER_AGENT) {
            return Verdict.UNKNOWN;
        }
        int hash = userAgent.hashCode();
        int slot = (hash ^ hash >>> 10 ^ hash >>> 20) & SLOTS - 1;
        Agent known = agents.get(slot);
        if (known != null && known.text().equals(userAgent)) {
            return known.verdict();
        }
        String text = userAgent.unfolded();
        Verdict verdict = table.byUserAgent(text).map(this::of).orElse(Verdict.UNKNOWN);
        // a copy: the original keeps its whole message
        agents.set(slot, new Agent(Span.of(userAgent.toString()), verdict));
        return verdict;
    }

    private Verdict of(Terminal terminal) {
        if (!terminal.rcs()) {
            return Verdict.INCAPABLE;
        }
        if (terminal.release() == Release.OPEN_MARKET) {
            return Verdict.CAPABLE;
        }
        return switch (custom) {
            case UNKNOWN -> Verdict.UNKNOWN;
            case CAPABLE -> Verdict.CAPABLE;
            case INCAPABLE -> Verdict.INCAPABLE;
        };
    }
}
