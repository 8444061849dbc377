package org.fivegmc.fallback.text;

import java.util.List;

/// What became of a text.
public sealed interface SplitText {
    /// The text in order; one unit for a short text and always for [Concatenation#PAYLOAD].
    record Fits(List<SmsPart> parts) implements SplitText {
        /// Copies the list.
        public Fits {
            parts = List.copyOf(parts);
        }
    }

    /// More short messages than allowed.
    ///
    /// @param partsNeeded what the text would take
    /// @param maxParts what the rules allow
    record TooLong(int partsNeeded, int maxParts) implements SplitText {}
}
