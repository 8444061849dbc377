package org.fivegmc.maap.content.store;

import java.io.IOException;

/// How a stream went into a draft. Whatever came before the end is kept.
public sealed interface Written {
    /// The stream was read to its end.
    record All() implements Written {}

    /// It has more octets than allowed.
    record TooLong() implements Written {}

    /// Reading it failed.
    record CutOff(IOException cause) implements Written {}

    record Refused(StoreRefusal reason) implements Written {}
}
