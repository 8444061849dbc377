package org.fivegmc.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Test set 1 of 3GPP TS 35.208.
@Tag("TS35.208-4.3")
class MilenageTest {

    private static final byte[] SQN = hex("ff9bb4d0b607");
    private static final byte[] AMF = hex("b9b9");

    private final Milenage milenage =
            new Milenage(
                    hex("465b5ce8b199b49faa5f0a2ee238a6bc"),
                    hex("cd63cb71954a9f4e48a5994e37a02baf"),
                    hex("23553cbe9637a89d218ae64dae47bf35"));

    @Test
    void theFunctionsOfTheCard() {
        assertThat(milenage.macA(SQN, AMF)).isEqualTo(hex("4a9ffac354dfafb3"));
        assertThat(milenage.macS(SQN, AMF)).isEqualTo(hex("01cfaf9ec4e871e9"));
        assertThat(milenage.res()).isEqualTo(hex("a54211d5e3ba50bf"));
        assertThat(milenage.ak()).isEqualTo(hex("aa689c648370"));
        assertThat(milenage.akS()).isEqualTo(hex("451e8beca43b"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
