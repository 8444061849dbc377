package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a start does before anybody writes: counts what is there and deletes what a crash left half
/// done. What can't be read is neither deleted nor counted, but told.
final class StoreRecovery {
    private static final Logger LOG = LoggerFactory.getLogger("mc.content");

    private final DirectoryLayout layout;
    private final Quotas quotas;
    private final UnaryOperator<String> account;
    private int unreadable;
    private int leftOver;

    /// @param account what an owner is counted by
    StoreRecovery(DirectoryLayout layout, Quotas quotas, UnaryOperator<String> account) {
        this.layout = layout;
        this.quotas = quotas;
        this.account = account;
    }

    void drafts() throws IOException {
        directory(layout.drafts(), true);
        tell();
    }

    void files() throws IOException {
        for (Path shard : layout.shards()) {
            directory(shard, false);
        }
        tell();
    }

    private void tell() {
        if (leftOver > 0) {
            LOG.info("{} half-written file(s) of an earlier run deleted", leftOver);
        }
        if (unreadable > 0) {
            LOG.warn("{} file(s) with facts that can't be read are left alone", unreadable);
        }
    }

    private void directory(Path directory, boolean drafts) throws IOException {
        try (var temporary = Files.newDirectoryStream(directory, "*" + FactsFile.TEMPORARY)) {
            for (Path file : temporary) {
                leftOver += Files.deleteIfExists(file) ? 1 : 0;
            }
        }
        Set<FileId> known = new HashSet<>();
        for (FileId id : DirectoryLayout.ids(directory, FactsFile.SUFFIX)) {
            known.add(id);
            Path facts = directory.resolve(id + FactsFile.SUFFIX);
            try {
                boolean whole = drafts ? draft(facts, id) : file(facts, id);
                if (!whole) {
                    leftOver += Files.deleteIfExists(facts) ? 1 : 0;
                }
            } catch (FactsFile.Unreadable e) {
                unreadable++;
                LOG.debug("left alone", e);
            }
        }
        for (String suffix : new String[] {DirectoryLayout.DATA, DirectoryLayout.OPENED}) {
            for (FileId id : DirectoryLayout.ids(directory, suffix)) {
                if (!known.contains(id)) {
                    leftOver += Files.deleteIfExists(directory.resolve(id + suffix)) ? 1 : 0;
                }
            }
        }
    }

    /// Whether the octets the facts speak of are there.
    private boolean draft(Path facts, FileId id) throws IOException {
        Optional<Draft> draft = FactsFile.draft(facts, id);
        if (draft.isEmpty()
                || size(layout.draft(id, DirectoryLayout.DATA)) < draft.get().length()) {
            return false;
        }
        quotas.found(account.apply(draft.get().facts().owner()), draft.get().length());
        return true;
    }

    private boolean file(Path facts, FileId id) throws IOException {
        Optional<StoredFile> file = FactsFile.stored(facts, id);
        if (file.isEmpty() || size(layout.file(id, DirectoryLayout.DATA)) != file.get().size()) {
            return false;
        }
        quotas.found(account.apply(file.get().facts().owner()), file.get().size());
        return true;
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : -1;
    }
}
