package org.fivegmc.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fivegmc.core.storage.StorageEngineContract.commit;
import static org.fivegmc.core.storage.StorageEngineContract.keys;
import static org.fivegmc.core.storage.StorageEngineContract.put;
import static org.fivegmc.core.storage.StorageEngineContract.record;
import static org.fivegmc.core.storage.StorageEngineContract.utf8;

import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageEngineContract;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StorageException.Kind;
import org.fivegmc.core.storage.StorageHealth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryEngineTest implements StorageEngineContract {

    @Override
    public StorageEngine engine() {
        return new MemoryEngine();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNAVAILABLE", "FULL", "UNKNOWN"})
    void failsOnDemandAndRecovers(Kind kind) {
        try (var engine = new MemoryEngine()) {
            engine.failNextCommits(2, kind);
            for (int i = 0; i < 2; i++) {
                assertThat(engine.health()).isInstanceOf(StorageHealth.Degraded.class);
                assertThatThrownBy(() -> commit(engine, put(record(), "a", "1")))
                        .isInstanceOfSatisfying(
                                StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
            }
            assertThat(keys(engine, "a", "z")).isEmpty();
            assertThat(engine.health()).isEqualTo(StorageHealth.HEALTHY);
            commit(engine, put(record(), "a", "1"));
            assertThat(keys(engine, "a", "z")).containsExactly("a");
        }
    }

    @Test
    void aLostAnswerIsAnAppliedCommit() {
        try (var engine = new MemoryEngine()) {
            engine.loseNextAnswers(1);
            assertThatThrownBy(() -> commit(engine, put(record(), "a", "1")))
                    .isInstanceOf(StorageException.class);
            assertThat(keys(engine, "a", "z")).containsExactly("a");
        }
    }

    @Test
    void aVisitorMustNotCommit() {
        try (var engine = new MemoryEngine()) {
            commit(engine, put(record(), "a", "1"));
            assertThatThrownBy(() ->
                            engine.state()
                                    .scan(
                                            Family.INBOX,
                                            utf8("a"),
                                            utf8("z"),
                                            (_, _) -> {
                                                commit(engine, put(record(), "b", "2"));
                                                return true;
                                            }))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
