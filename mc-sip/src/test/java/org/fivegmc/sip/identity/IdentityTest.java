package org.fivegmc.sip.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.codec.SipRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private final CallerIdentity identity = new CallerIdentity(Roles.NUMBERS);

    private static SipRequest message(String lines) {
        return Roles.arrive(
                        """
                        MESSAGE tel:+8613800000002 SIP/2.0
                        From: <sip:+8613800000009@ims.example>;tag=m1
                        To: <tel:+8613800000002>
                        Call-ID: m-1
                        CSeq: 1 MESSAGE
                        """
                                + lines)
                .request();
    }

    @ParameterizedTest
    @Tag("RFC3325-9.1")
    @CsvSource(
            delimiter = '|',
            value = {
                "P-Asserted-Identity: <sip:+8613800000001@ims.example>",
                "P-Asserted-Identity: <sip:desk@ims.example>, <tel:+8613800000001>",
                "P-Asserted-Identity: tel:+8613800000001",
                "P-Served-User: <sip:+8613800000001@ims.example>;sescase=orig;regstate=reg",
                "P-Served-User: <sip:+8613800000001@ims.example>"
            })
    void whomTheNetworkAsserts(String line) {
        assertThat(identity.believed(message(line))).contains(Msisdn.of("+8613800000001"));
    }

    @Test
    void whoIsAnonymousToTheNetworkIsNotWhatFromSays() {
        SipRequest request =
                message("P-Asserted-Identity: \"Anonymous\" <sip:anonymous@anonymous.invalid>");
        assertThat(identity.believed(request)).isEmpty();
    }

    @Test
    @Tag("RFC5502")
    void theServedUserOfTheTerminatingSideDoesNotSend() {
        assertThat(identity.believed(message("P-Served-User: <tel:+8613800000002>;sescase=term")))
                .contains(Msisdn.of("+8613800000009"));
    }

    @Test
    void whatIsClaimedIsPreferredIdentityElseFrom() {
        assertThat(identity.claimed(message("P-Preferred-Identity: tel:+8613800000001")))
                .contains(Msisdn.of("+8613800000001"));
        assertThat(identity.claimed(message(""))).contains(Msisdn.of("+8613800000009"));
        assertThat(identity.believed(message("P-Preferred-Identity: tel:+8613800000001")))
                .contains(Msisdn.of("+8613800000001"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false"
    })
    void networksContainTheirAddresses(String network, String address, boolean contained)
            throws UnknownHostException {
        assertThat(TrustedPeers.of(List.of(network)).contains(InetAddress.getByName(address)))
                .isEqualTo(contained);
        assertThat(TrustedPeers.NONE.contains(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "", "::1/129"})
    void otherTextsAreNoNetworks(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedPeers.of(List.of(text)));
    }

    @Test
    void numbersAndUris() {
        HomeNumbers numbers = Roles.NUMBERS;
        Optional<Msisdn> national = numbers.number(message("").to());
        assertThat(national).contains(Roles.BOB);
        assertThat(numbers.sip(Roles.BOB)).isEqualTo("sip:+8613800000002@ims.example");
        assertThat(numbers.tel(Roles.BOB)).isEqualTo("tel:+8613800000002");
    }
}
