package org.fivegmc.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.storage.StorageException.Kind;
import org.fivegmc.core.subscriber.Subscriber;
import org.junit.jupiter.api.Test;

class MemoryShardStoreTest implements ShardStoreContract {

    @Override
    public Place place() {
        var rows = new MemoryShardStore.Rows();
        var writers = new ArrayList<MemoryShardStore>();
        return new Place() {
            @Override
            public ShardStore writer() {
                var store = new MemoryShardStore(rows);
                writers.add(store);
                return store;
            }

            @Override
            public void failNextCommit(Kind kind) {
                writers.forEach(w -> w.failNextCommits(1, kind));
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void countsTheCommitsThatChangedSomething() {
        var store = new MemoryShardStore();
        store.begin().commit();
        assertThat(store.commits()).isZero();
        StoreTurn turn = store.begin();
        turn.putSubscriber(Subscriber.discovered(ALICE));
        turn.commit();
        assertThat(store.commits()).isEqualTo(1);
    }

    @Test
    void aLostAnswerIsAnAppliedCommit() {
        var store = new MemoryShardStore();
        store.loseNextAnswers(1);
        StoreTurn turn = store.begin();
        turn.putSubscriber(Subscriber.discovered(ALICE));
        assertThatThrownBy(turn::commit)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN));
        turn.discard();
        assertThat(store.subscriber(ALICE)).isPresent();
    }

    @Test
    void failsAsOftenAsItWasTold() {
        var store = new MemoryShardStore();
        store.failNextCommits(2, Kind.FENCED);
        var kinds = new ArrayList<Kind>();
        for (int i = 0; i < 3; i++) {
            StoreTurn turn = store.begin();
            turn.putSubscriber(Subscriber.discovered(ALICE));
            try {
                turn.commit();
            } catch (StorageException e) {
                kinds.add(e.kind());
                turn.discard();
            }
        }
        assertThat(kinds).isEqualTo(List.of(Kind.FENCED, Kind.FENCED));
    }
}
