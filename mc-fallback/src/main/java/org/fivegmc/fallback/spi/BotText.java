package org.fivegmc.fallback.spi;

import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.mime.MediaType;

/// Says cards, suggestions, and bodies of several parts in an SMS. Called on shard writers: a
/// computation without I/O, and the same for the same content each time.
@FunctionalInterface
public interface BotText {

    /// Empty for what has no form as text.
    Optional<String> text(MediaType type, ByteSlice content, Pieces pieces);

    /// How what stands in it is said.
    interface Pieces {
        /// A part that is neither card nor suggestion.
        Optional<String> text(MediaType type, ByteSlice content);

        /// The address of a file; empty for what no browser follows.
        String link(String url);
    }

    /// There are none.
    BotText NONE = (_, _, _) -> Optional.empty();
}
