package org.fivegmc.loadtest.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CenterPlanTest {
    private static final Path DIRECTORY = Path.of("/somewhere");

    @Test
    void withoutAnSmscNothingFallsBack() {
        assertThat(CenterPlan.on(Cpus.ALL).yaml(DIRECTORY, 5070, 8090))
                .contains("udp:127.0.0.1:5070", "listen: 127.0.0.1:8090", "fallback: never")
                .contains("data-dir: /somewhere/data", "trusted-peers: [127.0.0.0/8]")
                .doesNotContain("gateways", "{");
    }

    @Test
    void withDigestNobodyIsBelieved() {
        assertThat(CenterPlan.on(Cpus.ALL).withDigest().yaml(DIRECTORY, 1, 2))
                .contains("trusted-peers: []", "unknown: reject");
    }

    @Test
    void withAnSmscWhoeverHasNoRcsIsReachedByIt() {
        assertThat(CenterPlan.on(Cpus.ALL).withSmsc(2775).yaml(DIRECTORY, 1, 2))
                .contains("fallback: when-not-capable", "port: 2775", "rate: 0")
                .contains("password: file:/somewhere/smsc.password")
                .doesNotContain("{", "fallback: never");
    }

    @Test
    void withFilesThereIsRoomForThoseOfOneLoadTool() {
        assertThat(CenterPlan.on(Cpus.ALL).withFiles(8091).yaml(DIRECTORY, 1, 2))
                .contains("listen: 127.0.0.1:8091", "user-quota: 1TiB")
                .doesNotContain("{");
    }
}
