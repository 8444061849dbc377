package org.fivegmc.store.rocks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A tmpfs of 64 MiB that can be filled up. Mounting takes root; without, the test is skipped.
public final class SmallDisk implements AutoCloseable {

    public static final long BYTES = 64L << 20;

    private final Path mount;
    private final Path ballast;

    public SmallDisk(Path mount) {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "tmpfs", mount.toString()),
                "a tmpfs can't be mounted here");
        this.mount = mount;
        this.ballast = mount.resolve("ballast");
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    public Path directory() {
        return mount.resolve("db");
    }

    public long freeBytes() throws IOException {
        return Files.getFileStore(mount).getUsableSpace();
    }

    /// Takes room until at most `bytes` are free. Others may take the same room at the same time.
    public void leaveFree(long bytes) throws IOException {
        try (var file =
                FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (freeBytes() > bytes) {
                int size = Math.clamp(freeBytes() - bytes, 0, 1 << 20);
                file.write(ByteBuffer.allocate(size));
            }
        } catch (IOException e) {
            if (freeBytes() > bytes) {
                throw e;
            }
        }
    }

    /// Gives the room back.
    public void clear() throws IOException {
        Files.deleteIfExists(ballast);
    }

    @Override
    public void close() {
        run("umount", mount.toString());
    }
}
