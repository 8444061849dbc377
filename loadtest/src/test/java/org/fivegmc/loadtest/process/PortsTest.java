package org.fivegmc.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void noPortIsGivenTwiceNorOneThatAConnectionMayGet() {
        var given = new HashSet<Integer>();
        for (int i = 0; i < 100; i++) {
            int port = Ports.free();
            assertThat(port).isBetween(20_000, 32_767);
            assertThat(given.add(port)).isTrue();
        }
    }

    @Test
    void aPortTakenForOneTransportIsNotFree() throws IOException {
        int port = Ports.free();
        try (var _ = new DatagramSocket(Ports.loopback(port + 1));
                var _ = new ServerSocket(port + 2)) {
            assertThat(Ports.free()).isGreaterThan(port + 2);
        }
    }
}
