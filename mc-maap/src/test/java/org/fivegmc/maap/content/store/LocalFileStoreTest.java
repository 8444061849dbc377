package org.fivegmc.maap.content.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalFileStoreTest extends FileStoreContract {
    @Override
    protected Shelf shelf() {
        return new LocalShelf(directory);
    }

    @Override
    protected List<String> onShelf() throws IOException {
        return inDirectory("files");
    }

    @Test
    void aStartClearsUpWhatACrashLeft() throws IOException {
        put(1, ALICE, octets(10));
        put(2, ALICE, octets(10));
        interrupted(facts(3, ALICE), octets(10));
        interrupted(facts(4, ALICE), octets(10));
        Path files = directory.resolve("files");
        Path first = files.resolve(id(1).text().substring(0, 2));
        Files.writeString(first.resolve(id(9) + ".meta.tmp"), "half");
        Files.writeString(first.resolve(id(8) + ".data"), "moved, but its facts never came");
        Files.delete(files.resolve(id(2).text().substring(0, 2)).resolve(id(2) + ".data"));
        Files.delete(directory.resolve("drafts").resolve(id(4) + ".data"));
        reopen();
        assertThat(inDirectory(""))
                .containsExactlyInAnyOrder(
                        "lock", id(1) + ".data", id(1) + ".meta", id(3) + ".data", id(3) + ".meta");
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(2, 20 + 2 * Quotas.OVERHEAD));
    }

    @Test
    void whatCanNotBeReadIsLeftAlone() throws IOException {
        put(1, ALICE, octets(10));
        Path shard = directory.resolve("files").resolve(id(1).text().substring(0, 2));
        Path facts = shard.resolve(id(1) + ".meta");
        Files.writeString(facts, Files.readString(facts).replace("version=1", "version=2"));
        reopen();
        assertThat(inDirectory("")).contains(id(1) + ".data", id(1) + ".meta");
        assertThat(store.usage().files()).isZero();
        assertThatThrownBy(() -> store.find(id(1))).isInstanceOf(FactsFile.Unreadable.class);
        now = UNTIL.plusSeconds(10);
        assertThat(store.sweep(now, DRAFTS)).isEqualTo(new FileStore.Swept(0, 0));
    }

    /// The first checkpoint holds, the second fails in the middle of a stream.
    @Test
    void aCheckpointThatFailsOnTheWayLeavesWhatWasSafeBefore() throws IOException {
        store.close();
        var roomy = new StoreLimits(1 << 30, 1 << 30, 1);
        store = new StagedFileStore(directory, shelf(), roomy, () -> now);
        int safe = (int) DraftWriter.CHECKPOINT;
        Path drafts = directory.resolve("drafts");
        FileWriter writer = begin(facts(1, ALICE));
        now = now.plus(DraftWriter.PAUSE);
        writer.append(new ByteArrayInputStream(new byte[safe]), safe);
        now = now.plus(DraftWriter.PAUSE);
        Path obstacle = Files.createDirectory(drafts.resolve(id(1) + ".meta.tmp"));
        assertThatThrownBy(() -> writer.append(new ByteArrayInputStream(new byte[safe]), safe))
                .isInstanceOf(IOException.class);
        assertThat(store.usage().octets()).isEqualTo(2L * safe + Quotas.OVERHEAD);
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(1, safe + Quotas.OVERHEAD));
        Files.delete(obstacle);
        now = now.plus(DRAFTS).plusSeconds(1);
        assertThat(store.sweep(now, DRAFTS)).isEqualTo(new FileStore.Swept(0, 1));
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(0, 0));
    }
}
