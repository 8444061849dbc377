package org.fivegmc.maap.content;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.core.storage.TenantStore;
import org.fivegmc.maap.content.store.FileId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Which files are whose, one row for each chatbot that has some. A file is in its row before it is
/// stored, and until after it is deleted, so that none is kept for ever that nobody knows of.
/// Thread-safe.
final class MediaRows {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int STRIPES = 64;

    private final TenantStore store;
    private final Object[] locks = new Object[STRIPES];

    /// One file.
    ///
    /// @param id its name in the store
    /// @param permanent whether it stays until it is deleted
    /// @param until end of its life, in seconds since the epoch
    record Entry(String id, boolean permanent, long until) {}

    /// The stored form.
    record Row(List<Entry> files) {}

    MediaRows(TenantStore store) {
        this.store = store;
        java.util.Arrays.setAll(locks, _ -> new Object());
    }

    private Object lock(String owner) {
        return locks[Math.floorMod(owner.hashCode(), STRIPES)];
    }

    private static TenantKey key(String owner) {
        return new TenantKey(TenantKey.Kind.CHATBOT_FILES, owner);
    }

    List<Entry> of(String owner) {
        return store.get(key(owner)).map(MediaRows::read).orElse(List.of());
    }

    private static List<Entry> read(byte[] row) {
        try {
            return MAPPER.readValue(row, Row.class).files();
        } catch (JacksonException e) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "row of files of "
                            + new String(row, StandardCharsets.UTF_8).length()
                            + " characters: "
                            + e.getOriginalMessage());
        }
    }

    /// Adds one, unless there are as many as there may be, those not counted that are gone.
    ///
    /// @param isThere asked only when there would be too many
    /// @return whether there was room
    boolean add(String owner, Entry entry, int most, long nowSeconds, Predicate<FileId> isThere) {
        synchronized (lock(owner)) {
            List<Entry> files = new ArrayList<>(of(owner));
            files.removeIf(file -> file.until() <= nowSeconds);
            if (files.size() >= most) {
                files.removeIf(file -> !isThere.test(new FileId(file.id())));
            }
            if (files.size() >= most) {
                return false;
            }
            files.add(entry);
            write(owner, files);
            return true;
        }
    }

    void remove(String owner, FileId id) {
        synchronized (lock(owner)) {
            List<Entry> files = new ArrayList<>(of(owner));
            if (files.removeIf(file -> file.id().equals(id.text()))) {
                write(owner, files);
            }
        }
    }

    private void write(String owner, List<Entry> files) {
        if (files.isEmpty()) {
            store.remove(key(owner));
        } else {
            store.put(key(owner), MAPPER.writeValueAsBytes(new Row(files)));
        }
    }

    /// Everybody who has files.
    List<String> owners() {
        List<String> found = new ArrayList<>();
        store.scan((key, _) -> {
            if (key.kind() == TenantKey.Kind.CHATBOT_FILES) {
                found.add(key.id());
            }
        });
        return found;
    }
}
