package org.fivegmc.store.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.fivegmc.core.message.BodyRef;
import org.jspecify.annotations.Nullable;

/// The file of a draft, made with the first octet. One thread at a time.
final class DraftFile {

    /// The free disk is looked at each time a file has grown by this.
    static final long LOOK_AFTER = 1024 * 1024;

    private final FileBodyStore store;
    private final String account;
    private final long keepUntilMs;
    private final WrittenRanges written = new WrittenRanges();
    private String name = "";
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private long length;
    private long taken;
    private long lookAt = LOOK_AFTER;

    DraftFile(FileBodyStore store, String account, long keepUntilMs) {
        this.store = store;
        this.account = account;
        this.keepUntilMs = keepUntilMs;
    }

    void write(long offset, byte[] octets, int count) throws IOException {
        FileChannel out = open();
        long end = offset + count;
        grow(end);
        if (!written.add(offset, end)) {
            throw new IOException("more than " + WrittenRanges.MAX + " gaps");
        }
        ByteBuffer rest = ByteBuffer.wrap(octets, 0, count);
        while (rest.hasRemaining()) {
            out.write(rest, offset + rest.position());
        }
    }

    private FileChannel open() throws IOException {
        FileChannel there = channel;
        if (there != null) {
            return there;
        }
        store.room().checkDisk();
        take(BodyRoom.BLOCK);
        name = store.newName(account, keepUntilMs);
        store.directory().directory(name);
        Path path = store.directory().draft(name);
        FileChannel made =
                store.opened(
                        FileChannel.open(
                                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        file = path;
        channel = made;
        return made;
    }

    private void grow(long end) throws IOException {
        if (end <= length) {
            return;
        }
        take(end - length);
        length = end;
        if (length >= lookAt) {
            store.room().checkDisk();
            lookAt = length + LOOK_AFTER;
        }
    }

    private void take(long octets) throws IOException {
        store.room().take(account, octets);
        taken += octets;
    }

    /// When this returns, the body is there after any crash.
    BodyRef publish(long total) throws IOException {
        FileChannel out = open();
        if (!written.areExactly(total)) {
            throw new IOException(written.octets() + " octets, not all of " + total);
        }
        out.force(true);
        store.close(out);
        Path body = store.directory().body(name);
        Files.move(store.directory().draft(name), body, StandardCopyOption.ATOMIC_MOVE);
        file = body;
        BodyDirectory.force(store.directory().directory(name));
        var ref = new BodyRef(name, total);
        store.room().bodyKept(taken);
        taken = 0;
        return ref;
    }

    /// Nothing is left of it, however far it came short of [#publish]. May be called again.
    void drop() {
        FileChannel out = channel;
        if (out != null) {
            store.close(out);
            channel = null;
        }
        Path path = file;
        if (path != null) {
            store.deleteQuietly(path);
            file = null;
        }
        store.room().giveBack(account, taken);
        taken = 0;
    }
}
