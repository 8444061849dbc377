package org.fivegmc.sip.registrar;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.fivegmc.core.subscriber.Capabilities;

/// What devices with the same parameters in their Contact can receive. All devices of one make and
/// version differ by their instance only, so the parameters are read once for all of them.
///
/// Holds as many sets as it has slots; another set in the same slot takes the place of the first.
/// Thread-safe.
final class TagSets {
    /// Longer parameters are read each time, in characters.
    static final int MAX_LENGTH = 1_024;

    private static final int SLOTS = 256;

    /// @param before what stands before the instance
    /// @param behind what stands behind it
    private record TagSet(String before, String behind, Capabilities capabilities) {

        boolean is(String text, int from, int to) {
            return before.length() == from
                    && behind.length() == text.length() - to
                    && text.startsWith(before)
                    && text.endsWith(behind);
        }
    }

    private final AtomicReferenceArray<TagSet> slots = new AtomicReferenceArray<>(SLOTS);

    /// @param text the parameters
    /// @param from where the instance begins in it
    /// @param to where it ends
    /// @param read reads them
    Capabilities capabilities(String text, int from, int to, Supplier<Capabilities> read) {
        if (text.length() > MAX_LENGTH) {
            return read.get();
        }
        int slot = slot(text, from, to);
        TagSet known = slots.get(slot);
        if (known != null && known.is(text, from, to)) {
            return known.capabilities();
        }
        Capabilities capabilities = read.get();
        slots.set(slot, new TagSet(text.substring(0, from), text.substring(to), capabilities));
        return capabilities;
    }

    private static int slot(String text, int from, int to) {
        int hash = from;
        for (int i = 0; i < from; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        for (int i = to; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
    }
}
