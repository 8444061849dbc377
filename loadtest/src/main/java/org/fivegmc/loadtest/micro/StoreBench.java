package org.fivegmc.loadtest.micro;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.InboxEntry;
import org.fivegmc.store.key.Keys;
import org.fivegmc.store.row.DeliveryRow;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The row of a delivery: its key, and its value written and read.
@State(Scope.Thread)
public class StoreBench {
    private static final int CAPACITY = 8192;

    private final Keys keys = new Keys();
    private final Delivery delivery = Samples.delivery();
    private final MessageId id = delivery.message().id();
    private final CommitRecord record = new CommitRecord(CAPACITY);
    private final byte[] row = row();

    @Benchmark
    public byte[] encodeInboxKey() {
        return keys.inbox(Samples.RECIPIENT, id).bytes();
    }

    /// Key and value into the record of a commit, as a shard writer does it.
    @Benchmark
    public int writeDeliveryRow() {
        record.clear(CAPACITY);
        put();
        return record.length();
    }

    @Benchmark
    public Delivery readDeliveryRow() {
        return DeliveryRow.read(Samples.RECIPIENT, id, row);
    }

    /// What the queue of a user is made of.
    @Benchmark
    public InboxEntry readDeliveryHead() {
        return DeliveryRow.readEntry(id, row);
    }

    private void put() {
        record.put(Family.INBOX);
        keys.inbox(Samples.RECIPIENT, id).appendTo(record);
        DeliveryRow.write(record.value(), delivery);
        record.end();
    }

    private byte[] row() {
        put();
        List<byte[]> values = new ArrayList<>();
        record.replay((_, _, array, _, _, at, length) ->
                values.add(Arrays.copyOfRange(array, at, at + length)));
        record.clear(CAPACITY);
        return values.getFirst();
    }
}
