package org.fivegmc.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.config.ListenAddress;
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
        if (!(new ConfigLoader(Map.of())
                        .load(
                                "t.yaml",
                                "sip: {listen: ['"
                                        + listen
                                        + "'], trusted-peers: ['"
                                        + trusted
                                        + "']}")
                instanceof ConfigLoader.Outcome.Loaded loaded)) {
            throw new AssertionError("not loaded");
        }
        assertThat(SipSettings.lendsTrust(loaded.config().sip())).isEqualTo(told);
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
