package org.fivegmc.loadtest.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.fivegmc.loadtest.report.Memory;

/// Has the memory of the machine in use, as on a server that has run for a day: the kernel then
/// takes pages from its cache. A host may have taken back the free memory of a virtual machine,
/// which waits for the host at the first touch of each page: on one such machine writing a file
/// into fresh memory took twenty times as long as writing it into memory that was in use before,
/// and who was measured first paid for it.
public final class PageCache {
    /// More memory than this is left as it is: it would take minutes.
    public static final long MOST = 64L << 30;

    private static final int STEP = 1 << 20;

    private PageCache() {}

    /// Fills free memory with the pages of a file that has no content.
    ///
    /// @param file made when it is missing; its pages are in the cache until it is deleted or their
    ///   memory is needed
    /// @return octets that were read
    public static long fill(Path file) {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            if (channel.size() == 0) {
                long octets =
                        Math.min(MOST, available(Files.readAllLines(Path.of("/proc/meminfo"))));
                if (octets > 0) {
                    channel.write(ByteBuffer.allocate(1), octets - 1);
                }
            }
            ByteBuffer step = ByteBuffer.allocateDirect(STEP);
            while (channel.read(step) > 0) {
                step.clear();
            }
            return channel.position();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// @param meminfo the lines of `/proc/meminfo`
    static long available(List<String> meminfo) {
        return Memory.parse(meminfo, "MemAvailable").orElse(0);
    }
}
