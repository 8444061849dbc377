package org.fivegmc.maap.content.store;

/// What became of the wish to write a file.
public sealed interface Begun {
    /// Write, and close.
    record Ready(FileWriter writer) implements Begun {}

    /// Somebody else is writing this file.
    record Busy() implements Begun {}

    /// The file is there already, published by another who wrote it.
    record Exists(StoredFile file) implements Begun {}

    /// There is nothing to go on with.
    record Unknown() implements Begun {}

    record Refused(StoreRefusal reason) implements Begun {}
}
