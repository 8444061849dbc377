package org.fivegmc.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.config.ListenAddress;
import org.fivegmc.server.config.SipConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "udp:127.0.0.1:5060, 127.0.0.0/8, false",
        "udp:192.0.2.1:5060, 127.0.0.0/8, true",
        "udp:192.0.2.1:5060, ::1/128, true",
        "udp:192.0.2.1:5060, 10.0.0.0/8, false"
    })
    void trustInThisMachineIsToldWhenOthersReachIt(String listen, String trusted, boolean told) {
        SipConfig sip =
                sip("sip: {listen: ['" + listen + "'], trusted-peers: ['" + trusted + "']}");
        assertThat(SipSettings.lendsTrust(sip)).isEqualTo(told);
    }

    private static SipConfig sip(String yaml) {
        if (!(new ConfigLoader(Map.of()).load("t.yaml", yaml)
                instanceof ConfigLoader.Outcome.Loaded loaded)) {
            throw new AssertionError("not loaded");
        }
        return loaded.config().sip();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 1200",
        "10.1.2.3, 8800",
        "10.9.0.1, 1080",
        "127.0.0.1, 65000",
        "127.0.0.9, 376",
        "::1, 65000",
        "2001:db8::5, 1080"
    })
    void requestsLeaveRoomInTheDatagramsOfTheirPeer(String peer, int octets) {
        SipConfig sip =
                sip(
                        """
                        sip:
                          path-mtu: 1400
                          path-mtus:
                            10.9.0.0/16: 1280
                            10.0.0.0/8: 9000
                            127.0.0.9: 576
                            2001:db8::/32: 1280
                        """);
        assertThat(
                        SipSettings.stack(sip, false)
                                .limits()
                                .datagrams()
                                .towards(InetAddress.ofLiteral(peer)))
                .isEqualTo(octets);
    }

    /// Via must name an address peers can answer to.
    @ParameterizedTest
    @CsvSource({
        "udp:0.0.0.0:5060, mc.example.com, mc.example.com:5060",
        "tcp:[::]:5070, [2001:db8::1], [2001:db8::1]:5070",
        "udp:127.0.0.1:5060, mc.example.com, ''",
        "udp:127.0.0.1:5060, , ''"
    })
    void wildcardsAreAdvertisedUnderAnotherName(String listen, String host, String advertised) {
        assertThat(
                        SipSettings.listener(
                                        ListenAddress.parse(listen).orElseThrow(),
                                        Optional.ofNullable(host))
                                .advertised())
                .isEqualTo(advertised);
    }
}
