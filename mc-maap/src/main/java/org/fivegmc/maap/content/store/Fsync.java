package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Has the disk keep what was written, whatever happens then. Tests put one in front of [Kernel]
/// that remembers what was kept, and when: without a crash of the machine nothing else would tell.
interface Fsync {
    /// The real one.
    static Fsync kernel() {
        return new Kernel();
    }

    /// What the channel has written to a file, and the length of it.
    void octets(FileChannel channel, Path file) throws IOException;

    /// The names in a directory.
    void names(Path directory) throws IOException;

    /// By `fdatasync`, which keeps the length too, and `fsync`.
    record Kernel() implements Fsync {
        @Override
        public void octets(FileChannel channel, Path file) throws IOException {
            channel.force(false);
        }

        @Override
        public void names(Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
