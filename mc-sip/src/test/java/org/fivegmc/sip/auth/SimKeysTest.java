package org.fivegmc.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fivegmc.core.message.Msisdn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimKeysTest {

    private static final String K = "465b5ce8b199b49faa5f0a2ee238a6bc";
    private static final String OPC = "cd63cb71954a9f4e48a5994e37a02baf";
    private static final String IDENTITY = "460001357924680@ims.example";
    private static final Msisdn ALICE = Msisdn.of("+8613800000001");
    private static final Msisdn BOB = Msisdn.of("+8613800000002");
    private static final Clock NOW =
            Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    @TempDir Path directory;

    private SimKeys keys;

    @BeforeEach
    void aliceHasACard() throws IOException {
        keys =
                read(
                        """
                        # number identity K OPc AMF
                        +8613800000001 %s %s %s
                        """
                                .formatted(IDENTITY, K, OPC));
    }

    private SimKeys read(String text) throws IOException {
        return SimKeys.read(Files.writeString(directory.resolve("keys"), text), NOW);
    }

    private AkaVectorSource.Vector next() {
        return keys.next(IDENTITY, ALICE).orElseThrow();
    }

    /// What the card reads in AUTN: the sequence number, once the MAC has proven the network.
    private static long sequence(AkaVectorSource.Vector vector) {
        var card = card(vector);
        byte[] sqn = Milenage.xor(Arrays.copyOf(vector.autn(), 6), card.ak());
        assertThat(Arrays.copyOfRange(vector.autn(), 6, 8)).isEqualTo(new byte[] {-128, 0});
        assertThat(Arrays.copyOfRange(vector.autn(), 8, 16))
                .isEqualTo(card.macA(sqn, new byte[] {-128, 0}));
        assertThat(vector.xres()).isEqualTo(card.res());
        return ByteBuffer.allocate(8).put(2, sqn).getLong(0) >>> 5;
    }

    private static Milenage card(AkaVectorSource.Vector vector) {
        return new Milenage(
                HexFormat.of().parseHex(K), HexFormat.of().parseHex(OPC), vector.rand());
    }

    private static byte[] auts(AkaVectorSource.Vector vector, long sequence) {
        byte[] sqn =
                Arrays.copyOfRange(ByteBuffer.allocate(8).putLong(sequence << 5).array(), 2, 8);
        return ByteBuffer.allocate(14)
                .put(Milenage.xor(sqn, card(vector).akS()))
                .put(card(vector).macS(sqn, new byte[2]))
                .array();
    }

    @Test
    void everyVectorIsNewToTheCard() {
        AkaVectorSource.Vector first = next();
        AkaVectorSource.Vector second = next();
        assertThat(second.rand()).isNotEqualTo(first.rand());
        assertThat(sequence(second)).isGreaterThan(sequence(first));
        assertThat(sequence(first))
                .as("a new card does not take it for a wrap-around (TS 33.102 annex C.2.1)")
                .isBetween(1L, (1L << 28) - 1);
    }

    @Test
    void theSequenceContinuesAfterTheOneOfTheCard() {
        for (long ofCard : new long[] {3_000_000_000L, 17}) {
            AkaVectorSource.Vector refused = next();
            keys.resynchronise(IDENTITY, ALICE, refused.rand(), auts(refused, ofCard));
            assertThat(sequence(next())).isEqualTo(ofCard + 1);
            assertThat(sequence(next())).isEqualTo(ofCard + 2);
        }
    }

    @Test
    void aForgedResynchronisationChangesNothing() {
        AkaVectorSource.Vector vector = next();
        byte[] forged = auts(vector, 5_000_000_000L);
        forged[13] ^= 1;
        keys.resynchronise(IDENTITY, ALICE, vector.rand(), forged);
        keys.resynchronise(IDENTITY, ALICE, vector.rand(), new byte[3]);
        keys.resynchronise(IDENTITY, BOB, vector.rand(), auts(vector, 5_000_000_000L));
        assertThat(sequence(next())).isEqualTo(sequence(vector) + 1);
    }

    @Test
    void aCardIsForItsUserAlone() throws IOException {
        assertThat(keys.next("", ALICE)).isPresent();
        assertThat(keys.next("460009999999999@ims.example", ALICE)).isEmpty();
        assertThat(keys.next(IDENTITY, BOB)).isEmpty();
        keys = read("8613800000001 * " + K + " " + OPC + " b9b9\n");
        assertThat(keys.next("anybody@ims.example", ALICE).orElseThrow().autn())
                .contains((byte) 0xb9, org.assertj.core.data.Index.atIndex(6));
    }

    @ParameterizedTest
    @CsvSource({
        "+8613800000001 *, a line is `number identity K OPc [AMF]`",
        "alice * K OPC, the number is not E.164",
        "+8613800000001 * 465b OPC, K is not 32 hexadecimal digits",
        "+8613800000001 * K zz63cb71954a9f4e48a5994e37a02baf, OPc is not 32 hexadecimal digits",
        "+8613800000001 * K OPC 80, AMF is not 4 hexadecimal digits",
        "+8613800000002 * K OPC, the number has a card already"
    })
    void whatCantBeReadIsToldByLineWithoutTheSecret(String line, String problem) {
        String text = "+8613800000002 * K OPC\n" + line + "\n";
        assertThatThrownBy(() -> read(text.replaceAll("\\bK\\b", K).replaceAll("\\bOPC\\b", OPC)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keys:2: " + problem)
                .hasMessageNotContaining(K)
                .hasMessageNotContaining("465b")
                .hasMessageNotContaining("zz63");
    }

    @Test
    void filesThatAreTooLargeOrMissingAreRefused() {
        String many =
                IntStream.rangeClosed(0, SimKeys.MOST)
                        .mapToObj(i -> (8_613_800_000_000L + i) + " * " + K + " " + OPC)
                        .collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> read(many))
                .hasMessageContaining(":" + (SimKeys.MOST + 1) + ": more than");
        assertThatThrownBy(() -> SimKeys.read(directory.resolve("none"), NOW))
                .hasMessageContaining("none does not exist");
    }
}
