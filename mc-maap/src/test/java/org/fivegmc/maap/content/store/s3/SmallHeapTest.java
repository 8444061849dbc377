package org.fivegmc.maap.content.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.fivegmc.maap.content.store.Begun;
import org.fivegmc.maap.content.store.FileFacts;
import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.FileWriter;
import org.fivegmc.maap.content.store.StagedFileStore;
import org.fivegmc.maap.content.store.StoreLimits;
import org.fivegmc.maap.content.store.StoredFile;
import org.fivegmc.maap.content.store.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// 100 MiB go into the bucket and come back in a JVM that has no room for half of them.
class SmallHeapTest {
    private static final int SIZE = 100 << 20;

    @TempDir private Path directory;

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFileIsNeverInMemory() throws Exception {
        try (var server = new BucketServer()) {
            Process process =
                    new ProcessBuilder(
                                    List.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "-Xmx40m",
                                            "-XX:MaxDirectMemorySize=8m",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            SmallHeapTest.class.getName(),
                                            server.gate().address().toString(),
                                            directory.toString()))
                            .redirectErrorStream(true)
                            .start();
            try {
                String said =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(said).isZero();
                assertThat(said).contains("the same");
            } finally {
                process.destroyForcibly();
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        var settings =
                new BucketSettings(
                        Optional.of(URI.create(arguments[0])),
                        "us-east-1",
                        BucketServer.BUCKET,
                        "",
                        true,
                        new BucketSettings.Key(BucketServer.ACCESS, BucketServer.SECRET),
                        new BucketSettings.Limits(
                                Duration.ofSeconds(5), Duration.ofSeconds(30), 2, 4, 8 << 20));
        var facts =
                new FileFacts(
                        FileId.of(new byte[FileId.OCTETS]), "me", "film", "-", Optional.empty());
        try (var store =
                new StagedFileStore(
                        Path.of(arguments[1]),
                        new BucketShelf(settings, (_, _) -> {}),
                        new StoreLimits(1L << 40, 1L << 40, 1),
                        InstantSource.system())) {
            if (!(store.begin(facts) instanceof Begun.Ready(FileWriter writer))) {
                throw new IllegalStateException("not begun");
            }
            long sent;
            StoredFile file;
            try (writer;
                    var film = new Film()) {
                if (!(writer.append(film, SIZE) instanceof Written.All)) {
                    throw new IllegalStateException("not written");
                }
                sent = film.sum.getValue();
                file = writer.publish(Instant.now().plusSeconds(1000));
            }
            var sum = new CRC32();
            try (InputStream in = store.open(file, 0, file.size())) {
                var buffer = new byte[64 * 1024];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    sum.update(buffer, 0, n);
                }
            }
            boolean same = file.size() == SIZE && sum.getValue() == sent;
            System.out.println(same ? "the same" : "another one");
            System.out.flush();
        }
    }

    /// Octets that do not repeat, made while they are read.
    private static final class Film extends InputStream {
        private final CRC32 sum = new CRC32();
        private int position;

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int n = Math.min(length, SIZE - position);
            for (int i = 0; i < n; i++) {
                int at = position + i;
                target[offset + i] = (byte) (at * 0x9E3779B1 >>> 24);
            }
            position += n;
            sum.update(target, offset, Math.max(0, n));
            return n == 0 ? -1 : n;
        }
    }
}
