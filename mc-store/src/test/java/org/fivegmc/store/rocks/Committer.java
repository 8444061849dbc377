package org.fivegmc.store.rocks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.store.StoreEvents;

/// A process that commits numbered turns and prints each number after it was acknowledged, until it
/// is killed.
final class Committer {

    static final int BODY = 1100;

    private Committer() {}

    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (var engine = RocksEngine.open(RocksTests.small(Path.of(args[0])), StoreEvents.NONE)) {
            for (int number = Integer.parseInt(args[1]); ; number++) {
                engine.log().append(turn(number));
                out.println(number);
            }
        }
    }

    /// A turn changes two families, which must agree afterwards.
    static CommitRecord turn(int number) {
        var record = new CommitRecord(2 * BODY);
        record.put(Family.INBOX).i32(number).value().raw(new byte[BODY]).end();
        record.put(Family.TIMER).i32(number).value().u8(1).end();
        return record;
    }
}
