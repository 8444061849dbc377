package org.fivegmc.store.row;

import org.fivegmc.core.storage.StorageException;

/// How rows change over time: what is new is appended and ignored by older readers; only a row that
/// older readers must not touch gets a new version.
final class RowVersions {

    private RowVersions() {}

    static void expect(String row, int known, int found) {
        if (found != known) {
            throw ByteReader.corrupt(row + " row of version " + found + ", known is " + known);
        }
    }

    static StorageException impossible(String row, IllegalArgumentException why) {
        return new StorageException(
                StorageException.Kind.CORRUPT, "impossible value in a " + row + " row", why);
    }
}
