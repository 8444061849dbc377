package org.fivegmc.loadtest.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCacheTest {
    @TempDir Path directory;

    @Test
    void readsAFileThatIsThereToItsEndAndLeavesItsLength() throws Exception {
        Path file = directory.resolve("filler");
        long octets = (3 << 20) + 17;
        try (var made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(octets);
        }

        assertThat(PageCache.fill(file)).isEqualTo(octets);
        assertThat(Files.size(file)).isEqualTo(octets);
    }

    @Test
    void whatIsAvailableIsWhatTheKernelSays() {
        assertThat(PageCache.available(List.of("MemTotal:  200 kB", "MemAvailable:     100 kB")))
                .isEqualTo(102_400);
        assertThat(PageCache.available(List.of("MemTotal:  200 kB"))).isZero();
    }
}
