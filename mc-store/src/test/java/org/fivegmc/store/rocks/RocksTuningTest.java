package org.fivegmc.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.fivegmc.core.storage.Family;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;

/// What keeps writers from being stopped while millions of messages are stored.
class RocksTuningTest {

    static {
        RocksDB.loadLibrary();
    }

    private final Deque<AbstractImmutableNativeReference> natives = new ArrayDeque<>();
    private final RocksSettings settings = RocksSettings.defaults(Path.of("nowhere"));
    private final RocksTuning tuning = new RocksTuning(settings, natives::push);
    private final LRUCache cache = own(new LRUCache(1 << 20));

    private <T extends AbstractImmutableNativeReference> T own(T made) {
        natives.push(made);
        return made;
    }

    @AfterEach
    void close() {
        natives.forEach(AbstractImmutableNativeReference::close);
    }

    @Test
    void messagesThatStayAreNotCopiedFromLevelToLevel() {
        var inbox = own(tuning.family(Family.INBOX, cache));
        assertThat(inbox.enableBlobFiles()).isTrue();
        assertThat(inbox.minBlobSize())
                .as("a short message with its headers")
                .isBetween(200L, 700L);
        assertThat(inbox.blobCompressionType()).isEqualTo(CompressionType.LZ4_COMPRESSION);
        assertThat(inbox.enableBlobGarbageCollection()).isTrue();
        assertThat(inbox.blobGarbageCollectionAgeCutoff()).isEqualTo(RocksTuning.OLD_BLOBS);
        assertThat(inbox.blobGarbageCollectionForceThreshold()).isEqualTo(RocksTuning.GARBAGE);
    }

    @Test
    void filtersOfTheInboxFitIntoAPartOfTheCache() {
        var inbox = own(tuning.family(Family.INBOX, cache));
        assertThat(inbox.targetFileSizeBase()).isEqualTo(RocksTuning.INBOX_FILE_BYTES);
        var dedup = own(tuning.family(Family.DEDUP, cache));
        assertThat(dedup.targetFileSizeBase()).isEqualTo(RocksTuning.DEDUP_FILE_BYTES);
    }

    @Test
    void smallRowsGoToLevelsThatAreNotMuchLargerThanAFlush() {
        var inbox = own(tuning.family(Family.INBOX, cache));
        assertThat(inbox.maxBytesForLevelBase()).isEqualTo(RocksTuning.INBOX_BASE_BYTES);
        assertThat(inbox.level0FileNumCompactionTrigger()).isEqualTo(RocksTuning.INBOX_YOUNG_FILES);
        for (Family family : List.of(Family.DEDUP, Family.TIMER, Family.FLIGHT)) {
            assertThat(own(tuning.family(family, cache)).maxBytesForLevelBase())
                    .as(family.name())
                    .isEqualTo(RocksTuning.SMALL_BASE_BYTES);
        }
    }

    @Test
    void onlyTheInboxHasBlobFiles() {
        for (Family family : Family.values()) {
            assertThat(own(tuning.family(family, cache)).enableBlobFiles())
                    .as(family.name())
                    .isEqualTo(family == Family.INBOX);
        }
    }

    /// With three write buffers or less RocksDB stops writers without slowing them down before.
    @Test
    void writersAreSlowedDownBeforeTheyAreStopped() {
        var inbox = own(tuning.family(Family.INBOX, cache));
        assertThat(inbox.maxWriteBufferNumber()).isGreaterThan(3);
        assertThat(inbox.level0SlowdownWritesTrigger())
                .isEqualTo(RocksTuning.INBOX_YOUNG_FILES_SLOW);
        assertThat(inbox.level0StopWritesTrigger()).isEqualTo(RocksTuning.INBOX_YOUNG_FILES_STOP);
        assertThat(own(tuning.database()).delayedWriteRate())
                .isEqualTo(RocksTuning.SLOWED_TO_OCTETS_PER_SECOND);
    }
}
