package org.fivegmc.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.fivegmc.server.config.ListenAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipSettingsTest {

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
