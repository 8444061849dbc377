package org.fivegmc.store.row;

import org.fivegmc.core.storage.CommitRecord;

/// The value of a TIMER row: everything is in the key, so there is a version and nothing else.
public final class TimerRow {

    public static final int VERSION = 1;

    private TimerRow() {}

    public static void write(CommitRecord out) {
        out.u8(VERSION);
    }
}
