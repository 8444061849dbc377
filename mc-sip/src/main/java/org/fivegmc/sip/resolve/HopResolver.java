package org.fivegmc.sip.resolve;

import java.util.function.Consumer;
import org.fivegmc.sip.codec.Uri;

/// Finds the addresses a URI leads to.
public interface HopResolver extends AutoCloseable {
    /// Looks up without blocking the caller.
    ///
    /// @param uri a `sip:` or `sips:` URI
    /// @param done called exactly once, on the caller's thread when the answer is at hand, else on
    ///   any
    void resolve(Uri uri, Consumer<Resolution> done);

    @Override
    default void close() {}
}
