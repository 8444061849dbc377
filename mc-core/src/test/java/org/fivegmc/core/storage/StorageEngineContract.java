package org.fivegmc.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fivegmc.core.storage.StorageException.Kind;
import org.junit.jupiter.api.Test;

/// What every [StorageEngine] promises about bytes. A test class of an engine implements this
/// interface.
public interface StorageEngineContract {

    /// An empty engine.
    StorageEngine engine();

    static CommitRecord record() {
        return new CommitRecord(64);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static CommitRecord put(CommitRecord record, Family family, byte[] key, byte[] value) {
        record.put(family).raw(key).value().raw(value).end();
        return record;
    }

    static CommitRecord put(CommitRecord record, String key, String value) {
        return put(record, Family.INBOX, utf8(key), utf8(value));
    }

    static CommitRecord delete(CommitRecord record, String key) {
        record.delete(Family.INBOX).text(key).end();
        return record;
    }

    static void commit(StorageEngine engine, CommitRecord record) {
        engine.state().apply(engine.log().append(record), record);
    }

    static List<String> keys(StorageEngine engine, String from, String to) {
        var keys = new ArrayList<String>();
        engine.state()
                .scan(
                        Family.INBOX,
                        utf8(from),
                        utf8(to),
                        (key, _) -> keys.add(new String(key, StandardCharsets.UTF_8)));
        return keys;
    }

    private static void assertValue(StorageEngine engine, String key, String value) {
        assertThat(engine.state().get(Family.INBOX, utf8(key))).isEqualTo(utf8(value));
    }

    @Test
    default void getsWhatWasPut() {
        try (StorageEngine engine = engine()) {
            commit(engine, put(put(record(), "a", "1"), "b", ""));
            assertValue(engine, "a", "1");
            assertValue(engine, "b", "");
            assertThat(engine.state().get(Family.INBOX, utf8("c"))).isNull();
            assertThat(engine.health()).isEqualTo(StorageHealth.HEALTHY);
        }
    }

    @Test
    default void familiesAreSeparate() {
        try (StorageEngine engine = engine()) {
            for (Family family : Family.values()) {
                commit(engine, put(record(), family, utf8("k"), utf8(family.name())));
            }
            for (Family family : Family.values()) {
                assertThat(engine.state().get(family, utf8("k"))).isEqualTo(utf8(family.name()));
            }
        }
    }

    @Test
    default void changesTakeEffectInTheirOrder() {
        try (StorageEngine engine = engine()) {
            CommitRecord record = put(put(record(), "a", "1"), "b", "1");
            delete(record, "a");
            put(record, "b", "2");
            put(delete(record, "c"), "c", "3");
            commit(engine, record);
            assertThat(keys(engine, "a", "z")).containsExactly("b", "c");
            assertValue(engine, "b", "2");
        }
    }

    @Test
    default void aRangeIsDeletedUpToItsEnd() {
        try (StorageEngine engine = engine()) {
            CommitRecord record = record();
            for (String key : List.of("a", "b", "bb", "c", "d")) {
                put(record, key, key);
            }
            commit(engine, record);
            CommitRecord removal = record();
            removal.deleteRange(Family.INBOX).text("b").value().text("c").end();
            put(removal, "bc", "after");
            commit(engine, removal);
            assertThat(keys(engine, "a", "z")).containsExactly("a", "bc", "c", "d");
        }
    }

    @Test
    default void applyingARecordTwiceIsApplyingItOnce() {
        try (StorageEngine engine = engine()) {
            commit(engine, put(record(), "a", "1"));
            CommitRecord record = delete(put(record(), "b", "2"), "a");
            commit(engine, record);
            commit(engine, record);
            assertThat(keys(engine, "a", "z")).containsExactly("b");
        }
    }

    @Test
    default void scansInTheOrderOfUnsignedOctets() {
        try (StorageEngine engine = engine()) {
            var random = new Random(7);
            var expected = new ArrayList<byte[]>();
            CommitRecord record = record();
            for (int i = 0; i < 500; i++) {
                byte[] key = new byte[1 + random.nextInt(20)];
                random.nextBytes(key);
                expected.add(key);
                put(record, Family.TIMER, key, key);
            }
            commit(engine, record);
            expected.sort(Arrays::compareUnsigned);
            var seen = new ArrayList<byte[]>();
            engine.state()
                    .scan(
                            Family.TIMER,
                            new byte[] {0},
                            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1},
                            (key, value) -> {
                                assertThat(value).isEqualTo(key);
                                return seen.add(key);
                            });
            assertThat(seen)
                    .usingElementComparator(Arrays::compareUnsigned)
                    .containsExactlyElementsOf(
                            expected.stream()
                                    .map(HexFormat.of()::formatHex)
                                    .distinct()
                                    .map(HexFormat.of()::parseHex)
                                    .toList());
        }
    }

    @Test
    default void aScanHasABeginningAnEndAndAVisitorWhoMayStop() {
        try (StorageEngine engine = engine()) {
            CommitRecord record = record();
            for (char key = 'a'; key <= 'g'; key++) {
                put(record, String.valueOf(key), "x");
            }
            commit(engine, record);
            assertThat(keys(engine, "b", "e")).containsExactly("b", "c", "d");
            assertThat(keys(engine, "bb", "ee")).containsExactly("c", "d", "e");
            assertThat(keys(engine, "e", "b")).isEmpty();
            assertThat(keys(engine, "b", "b")).isEmpty();
            var seen = new ArrayList<Byte>();
            engine.state()
                    .scan(
                            Family.INBOX,
                            utf8("a"),
                            utf8("z"),
                            (key, _) -> {
                                seen.add(key[0]);
                                return seen.size() < 2;
                            });
            assertThat(seen).containsExactly((byte) 'a', (byte) 'b');
        }
    }

    @Test
    default void aScanMayReadOtherRows() {
        try (StorageEngine engine = engine()) {
            commit(engine, put(put(record(), "a", "1"), "b", "2"));
            var values = new ArrayList<byte[]>();
            engine.state()
                    .scan(
                            Family.INBOX,
                            utf8("a"),
                            utf8("b"),
                            (_, _) -> values.add(engine.state().get(Family.INBOX, utf8("b"))));
            assertThat(values).containsExactly(utf8("2"));
        }
    }

    @Test
    default void positionsRise() {
        try (StorageEngine engine = engine()) {
            long last = -1;
            for (int i = 0; i < 20; i++) {
                CommitRecord record = put(record(), "k" + i, "v");
                long position = engine.log().append(record);
                assertThat(position).isGreaterThan(last);
                last = position;
            }
        }
    }

    @Test
    default void theRecordIsFreeAfterTheCommit() {
        try (StorageEngine engine = engine()) {
            CommitRecord record = put(record(), "a", "1");
            commit(engine, record);
            record.clear(0);
            commit(engine, put(record, "b", "2"));
            assertThat(keys(engine, "a", "z")).containsExactly("a", "b");
            assertValue(engine, "a", "1");
        }
    }

    @Test
    default void whatWasReadBelongsToTheReader() {
        try (StorageEngine engine = engine()) {
            commit(engine, put(record(), "a", "1"));
            byte[] value = engine.state().get(Family.INBOX, utf8("a"));
            assertThat(value).isNotNull();
            Arrays.fill(value, (byte) 'x');
            assertValue(engine, "a", "1");
        }
    }

    @Test
    default void aCommitIsSeenWhollyOrNotAtAll() throws Exception {
        try (StorageEngine engine = engine();
                ExecutorService threads = Executors.newFixedThreadPool(1)) {
            var reading = new CountDownLatch(1);
            var done = new AtomicBoolean();
            int rows = 40;
            Callable<Integer> reader =
                    () -> {
                        int scans = 0;
                        while (!done.get()) {
                            var values = new ArrayList<String>();
                            engine.state()
                                    .scan(
                                            Family.INBOX,
                                            utf8("r"),
                                            utf8("s"),
                                            (_, value) ->
                                                    values.add(
                                                            new String(
                                                                    value,
                                                                    StandardCharsets.UTF_8)));
                            assertThat(values.stream().distinct().count()).isLessThanOrEqualTo(1);
                            assertThat(values.size()).isIn(0, rows);
                            scans++;
                            reading.countDown();
                        }
                        return scans;
                    };
            Future<Integer> scans = threads.submit(reader);
            reading.await();
            for (int turn = 0; turn < 100; turn++) {
                CommitRecord record = record();
                for (int i = 0; i < rows; i++) {
                    put(record, "r" + i, "turn" + turn);
                }
                commit(engine, record);
            }
            done.set(true);
            assertThat(scans.get()).isPositive();
        }
    }

    @Test
    default void severalWritersCommitAtOnce() throws Exception {
        try (StorageEngine engine = engine();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            var running = new ArrayList<Future<Boolean>>();
            for (int writer = 0; writer < 4; writer++) {
                String prefix = "w" + writer + "-";
                running.add(
                        threads.submit(() -> {
                            long last = -1;
                            boolean rising = true;
                            for (int i = 0; i < 50; i++) {
                                CommitRecord record = put(record(), prefix + i, "v");
                                long position = engine.log().append(record);
                                engine.state().apply(position, record);
                                rising &= position > last;
                                last = position;
                            }
                            return rising;
                        }));
            }
            for (Future<Boolean> writer : running) {
                assertThat(writer.get()).isTrue();
            }
            assertThat(keys(engine, "w", "x")).hasSize(200);
        }
    }

    @Test
    default void theNumberOfRowsIsEstimatedPerFamilyOrUnknown() {
        try (StorageEngine engine = engine()) {
            assertThat(engine.state().estimatedRows(Family.INBOX)).isIn(0L, -1L);
            CommitRecord record = record();
            for (int n = 0; n < 100; n++) {
                put(record, "k" + n, "v");
            }
            commit(engine, record);
            // nothing was overwritten or removed, so an estimate has no excuse
            assertThat(engine.state().estimatedRows(Family.INBOX)).isIn(100L, -1L);
            assertThat(engine.state().estimatedRows(Family.DEDUP)).isIn(0L, -1L);
        }
    }

    @Test
    default void aClosedEngineIsUnavailable() {
        StorageEngine engine = engine();
        commit(engine, put(record(), "a", "1"));
        engine.close();
        engine.close();
        List<Runnable> calls =
                List.of(
                        () -> engine.log().append(put(record(), "b", "2")),
                        () -> engine.state().get(Family.INBOX, utf8("a")),
                        () -> keys(engine, "a", "z"));
        for (Runnable call : calls) {
            assertThatThrownBy(call::run)
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
        assertThat(engine.health()).isInstanceOf(StorageHealth.Degraded.class);
    }
}
