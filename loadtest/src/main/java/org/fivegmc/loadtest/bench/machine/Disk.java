package org.fivegmc.loadtest.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// The disk below a directory.
public final class Disk {
    private static final int SAMPLES = 200;
    private static final int RECORD_BYTES = 2048;

    private Disk() {}

    /// Median time of writing 2 KiB at the end of a file and having it on the disk, microseconds.
    public static double syncMicros(Path directory) {
        Path file = directory.resolve("sync-probe");
        long[] nanos = new long[SAMPLES];
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE)) {
            for (int n = 0; n < SAMPLES; n++) {
                long start = System.nanoTime();
                ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
                while (record.hasRemaining()) {
                    channel.write(record);
                }
                channel.force(false);
                nanos[n] = System.nanoTime() - start;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Arrays.sort(nanos);
        return nanos[SAMPLES / 2] / 1e3;
    }

    /// Bytes of all files below a directory. Files that come and go meanwhile may be missed.
    public static long bytesBelow(Path directory) {
        AtomicLong bytes = new AtomicLong();
        try {
            Files.walkFileTree(
                    directory,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                            bytes.addAndGet(facts.size());
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes.get();
    }

    /// What kind of file system it is, such as `ext4` or `tmpfs`.
    public static String fileSystem(Path directory) {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
