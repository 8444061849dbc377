package org.fivegmc.loadtest.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FileLoadTest {
    private static final int SIZE = 100_000;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void filesArriveWholeAndEachIsAnotherOne() throws Exception {
        try (var web = new PlainWeb(octets -> octets)) {
            assertThat(play(web.port(), "upload", "--most", "2", "--seconds", "30"))
                    .as(this::text)
                    .isZero();
            assertThat(text()).containsPattern("clean +yes").containsPattern("checked +[1-9]");
            assertThat(web.files().values())
                    .hasSizeGreaterThan(10)
                    .allMatch(octets -> octets.length == SIZE);
            assertThat(web.files().values().stream().map(Arrays::hashCode).distinct().count())
                    .isEqualTo(web.files().size());
            // the limit is looked at before each file, so every connection may be one beyond it
            assertThat(web.files()).hasSizeLessThanOrEqualTo((2 << 20) / SIZE + 1 + 4);
        }
    }

    @Test
    void downloadsAreMeasuredInTimeAndOctets() throws Exception {
        try (var web = new PlainWeb(octets -> octets)) {
            assertThat(play(web.port(), "download", "--files", "3")).as(this::text).isZero();
            assertThat(web.files()).hasSize(3);
            assertThat(text())
                    .containsPattern("clean +yes")
                    .containsPattern("checked +[1-9]")
                    .containsPattern("megabytesPerSecond +[1-9]")
                    .containsPattern("p99Us +[1-9]");
        }
    }

    @Test
    void anOctetThatIsAnotherOneIsFound() throws Exception {
        try (var web = new PlainWeb(FileLoadTest::bent)) {
            assertThat(play(web.port(), "download", "--check", "1")).isEqualTo(1);
            assertThat(text()).containsPattern("clean +no").containsPattern("altered +[1-9]");
        }
    }

    @Test
    void aFileThatIsTooShortIsFoundWithoutASum() throws Exception {
        try (var web = new PlainWeb(octets -> Arrays.copyOf(octets, octets.length - 1))) {
            assertThat(play(web.port(), "download", "--check", "1000000")).isEqualTo(1);
            assertThat(text()).containsPattern("clean +no").containsPattern("altered +[1-9]");
        }
    }

    @Test
    void withoutAServerThereIsNothingToMeasure() throws Exception {
        int nobody = Ports.free();
        assertThat(play(nobody, "download")).isEqualTo(1);
        assertThat(text()).contains("can not be stored");
        assertThat(play(nobody, "upload")).isEqualTo(1);
        assertThat(text()).containsPattern("clean +no").containsPattern("connectionsLost +[1-9]");
    }

    @Test
    void wrongArgumentsAreTold() throws Exception {
        for (List<String> args :
                List.of(
                        List.<String>of(),
                        List.of("copy"),
                        List.of("upload", "--connections", "0"),
                        List.of("upload", "--size", "31"),
                        List.of("upload", "--server", "nowhere"),
                        List.of("upload", "--path", "ft"),
                        List.of("upload", "--plain", "yes"),
                        List.of("download", "--pid", "none"),
                        List.of("download", "--seconds"))) {
            assertThat(FileLoad.run(args, new PrintStream(printed))).as("%s", args).isEqualTo(2);
        }
        assertThat(text())
                .contains(
                        "which scenario?",
                        "no such scenario: copy",
                        "--connections must be a whole number from 1",
                        "--size must be a whole number from 32",
                        "--server must be HOST:PORT",
                        "--path must begin with /",
                        "--pid must be",
                        "not an option with a value: yes",
                        "not an option with a value: --seconds");
        assertThat(FileLoad.run(List.of("--help"), new PrintStream(printed))).isZero();
    }

    private static byte[] bent(byte[] octets) {
        octets[octets.length / 2] ^= 1;
        return octets;
    }

    private int play(int port, String scenario, String... more)
            throws IOException, InterruptedException {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                scenario,
                                "--plain",
                                "--server",
                                "127.0.0.1:" + port,
                                "--connections",
                                "4",
                                "--size",
                                Integer.toString(SIZE),
                                "--warmup",
                                "0",
                                "--seconds",
                                "1"));
        args.addAll(List.of(more));
        return FileLoad.run(args, new PrintStream(printed));
    }

    private String text() {
        return printed.toString(UTF_8);
    }
}
