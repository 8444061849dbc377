package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A message taken back, over the wire and over a restart.
@Tag("RCC07-3.2.3.8")
class RevocationTest {

    private static final String ALICE = "+8613800000001";
    private static final String BOB = "+8613800000002";

    @TempDir private Path data;

    @Test
    void staysRevokedOverARestart() throws Exception {
        try (var center = new RunningCenter(data, "");
                UdpPhone alice = center.phone(ALICE);
                UdpPhone bob = center.phone(BOB)) {
            assertThat(alice.register()).isEqualTo(200);
            assertThat(bob.register()).isEqualTo(200);
            assertThat(bob.register(0)).isEqualTo(200);
            assertThat(UdpPhone.status(alice.send(BOB, "one", "m-1"))).isEqualTo(202);
            assertThat(UdpPhone.status(alice.send(BOB, "two", "m-2"))).isEqualTo(202);

            assertThat(UdpPhone.status(alice.revoke(BOB, "m-1"))).isEqualTo(202);
            assertThat(alice.next())
                    .contains(
                            "Content-Type: application/vnd.gsma.rcsrevoke+xml",
                            "<Message-ID>m-1</Message-ID><result>success</result>");
            assertThat(UdpPhone.status(alice.revoke(BOB, "m-9"))).isEqualTo(202);
            assertThat(alice.next())
                    .contains("<Message-ID>m-9</Message-ID><result>failure</result>");
            assertThat(center.metric("mc_revocations_total{result=\"revoked\"}")).isEqualTo(1);
            assertThat(center.ctl("trace", "m-1").out())
                    .containsSubsequence("accepted", "revoked, nobody has it");
        }
        try (var center = new RunningCenter(data, "");
                UdpPhone alice = center.phone(ALICE);
                UdpPhone bob = center.phone(BOB)) {
            assertThat(alice.register()).isEqualTo(200);
            assertThat(bob.register()).isEqualTo(200);
            assertThat(bob.next()).as("all that is left for him").contains("m-2");
            assertThat(UdpPhone.status(alice.revoke(BOB, "m-2"))).isEqualTo(202);
            assertThat(alice.next())
                    .contains("<Message-ID>m-2</Message-ID><result>failure</result>");
            assertThat(UdpPhone.status(alice.revoke(BOB, "m-1"))).isEqualTo(202);
            assertThat(alice.next())
                    .contains("<Message-ID>m-1</Message-ID><result>success</result>");
        }
    }
}
