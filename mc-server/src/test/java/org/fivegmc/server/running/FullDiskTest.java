package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data directory of its own small file system (Linux, as root) that fills up and is freed again.
class FullDiskTest {

    private static final String ALICE = "+8613800000001";
    private static final String BOB = "+8613800000002";
    private static final int MEGABYTES = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path data;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted =
                run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=" + MEGABYTES + "m",
                        "5gmc",
                        data.toString());
        assumeTrue(mounted, "mounting a tmpfs needs root and Linux");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", data.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException _) {
            return false;
        }
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private void fill(Path ballast) throws Exception {
        try (var out = Files.newOutputStream(ballast)) {
            byte[] block = new byte[4096];
            while (Files.getFileStore(data).getUsableSpace() > block.length) {
                out.write(block);
            }
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndRoomIsEnoughToGoOn() throws Exception {
        Path ballast = data.resolve("ballast");
        List<String> acknowledged = new ArrayList<>();
        try (var center = new RunningCenter(data, "");
                UdpPhone alice = center.phone(ALICE);
                UdpPhone bob = center.phone(BOB)) {
            center.ctl("subscriber", "add", BOB);
            for (int i = 0; i < 5; i++) {
                acknowledge(alice, "before-" + i, acknowledged);
            }
            assertThat(acknowledged).hasSize(5);
            assertThat(center.isReady()).isTrue();

            fill(ballast);
            await().atMost(PATIENCE).until(() -> !center.isReady());
            assertThat(center.get("/health/ready").body()).contains("store");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> {
                        String refused = acknowledge(alice, "full", acknowledged);
                        assertThat(UdpPhone.status(refused)).isEqualTo(503);
                        assertThat(refused).containsPattern("(?m)^Retry-After: \\d+");
                    });
            assertThat(center.get("/health/live").statusCode()).isEqualTo(200);

            Files.delete(ballast);
            await().atMost(PATIENCE).until(center::isReady);
            await().atMost(PATIENCE)
                    .until(() -> UdpPhone.status(acknowledge(alice, "after", acknowledged)) == 202);
            await().atMost(PATIENCE).until(() -> bob.register() == 200);
            List<String> arrived = new ArrayList<>();
            for (int i = 0; i < acknowledged.size(); i++) {
                arrived.add(textOf(bob.next()));
            }
            assertThat(arrived).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    private static String acknowledge(UdpPhone alice, String id, List<String> acknowledged)
            throws Exception {
        String response = alice.send(BOB, "text " + id, id);
        if (UdpPhone.status(response) == 202 && !acknowledged.contains("text " + id)) {
            acknowledged.add("text " + id);
        }
        return response;
    }

    private static String textOf(String message) {
        return message.substring(message.lastIndexOf('\n') + 1);
    }
}
