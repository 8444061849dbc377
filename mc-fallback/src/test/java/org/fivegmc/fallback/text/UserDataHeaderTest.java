package org.fivegmc.fallback.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TS23040-9.2.3.24")
final class UserDataHeaderTest {
    @Test
    void bothWidthsComeBack() {
        assertThat(UserDataHeader.write(new PartNumber(0xab, 2, 3), false))
                .containsExactly(5, 0, 3, 0xab, 3, 2);
        assertThat(UserDataHeader.read(UserDataHeader.write(new PartNumber(0xab, 2, 3), false)))
                .isEqualTo(new PartNumber(0xab, 2, 3));
        assertThat(UserDataHeader.read(UserDataHeader.write(new PartNumber(0xabcd, 2, 3), true)))
                .isEqualTo(new PartNumber(0xabcd, 2, 3));
    }

    @Test
    void otherElementsAreSkipped() {
        byte[] ports = {11, 5, 4, 1, 2, 3, 4, 0, 3, 9, 2, 1, 'x'};
        assertThat(UserDataHeader.read(ports)).isEqualTo(new PartNumber(9, 1, 2));
        assertThat(UserDataHeader.length(ports)).isEqualTo(12);
    }

    @Test
    void nonsenseIsNoHeader() {
        assertThat(UserDataHeader.read(new byte[] {5, 0, 3, 1, 0, 0})).isEqualTo(PartNumber.only());
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(12)];
            random.nextBytes(octets);
            assertThat(UserDataHeader.read(octets).total()).isPositive();
            assertThat(UserDataHeader.length(octets)).isBetween(0, octets.length);
        }
    }
}
