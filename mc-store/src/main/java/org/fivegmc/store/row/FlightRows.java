package org.fivegmc.store.row;

import java.util.ArrayList;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.FlightRow;
import org.fivegmc.core.storage.TimerRef;

/// The value of a FLIGHT row. Shard and number are in the key.
///
/// Version 1: `version 1 | due 8 | leases n * (recipient address, message id 16)`, n as a varint.
/// What is appended later is ignored here.
public final class FlightRows {

    public static final int VERSION = 1;

    private FlightRows() {}

    public static void write(CommitRecord out, FlightRow row) {
        out.u8(VERSION).i64(row.dueMs());
        RowWriter.varint(out, row.leases().size());
        for (TimerRef lease : row.leases()) {
            RowWriter.address(out, lease.recipient());
            RowWriter.messageId(out, lease.id());
        }
    }

    public static FlightRow read(int shard, long number, byte[] value) {
        var in = new ByteReader(value, 0);
        RowVersions.expect("flight", VERSION, in.u8());
        long dueMs = in.i64();
        int count = in.count();
        var leases = new ArrayList<TimerRef>(count);
        for (int i = 0; i < count; i++) {
            leases.add(new TimerRef(dueMs, in.address(), in.messageId()));
        }
        try {
            return new FlightRow(shard, number, leases);
        } catch (IllegalArgumentException e) {
            throw RowVersions.impossible("flight", e);
        }
    }
}
