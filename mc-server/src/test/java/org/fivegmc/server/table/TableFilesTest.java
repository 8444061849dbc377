package org.fivegmc.server.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.Operator;
import org.fivegmc.sip.terminal.Terminal;
import org.fivegmc.sip.terminal.TerminalTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableFilesTest {

    private static final String MODELS = "maker,model,release,profile\n";

    @TempDir private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("t.csv"), text);
    }

    private static TerminalTable builtIn() {
        return TerminalFiles.read(Optional.empty(), true);
    }

    @Test
    void theBuiltInModelsAreKnownAsTheyNameThemselves() {
        assertThat(builtIn().size()).isEqualTo(156);
        assertThat(builtIn().byUserAgent("RCS-client/UP_2.4 term-HUAWEI/JAD-AN00-3.0 client-H/1"))
                .hasValueSatisfying(
                        t -> assertThat(t.release()).isEqualTo(Terminal.Release.OPERATOR_CUSTOM));
        for (String agent :
                new String[] {
                    "term-samsung/SM-S9080-1.0",
                    "term-vivo/V2183A-12",
                    "term-OPPO/PFTM10-C.11",
                    "term-Xiaomi/2201116SC-V13",
                    "term-HONOR/VNE-AN00-6.1",
                    "term-realme/RMX3115-1",
                    "term-motorola/XT2225-2-1",
                    "term-OnePlus/LE2100-11",
                    "term-ZTE/S30-1"
                }) {
            assertThat(builtIn().byUserAgent(agent)).as(agent).isPresent();
        }
    }

    @Test
    void aFileExtendsOrReplacesThem() throws IOException {
        Path file =
                file(
                        """
                        \ufeff# ours

                        maker,model,release,profile,tac
                        HUAWEI,JAD-AN00,open-market,UP2.4,
                        ACME , M 1 ,open-market,none,35000001 35000002
                        """);
        TerminalTable extended = TerminalFiles.read(Optional.of(file), true);
        assertThat(extended.size()).isEqualTo(157);
        assertThat(extended.byUserAgent("term-HUAWEI/JAD-AN00-1").orElseThrow().release())
                .isEqualTo(Terminal.Release.OPEN_MARKET);
        assertThat(extended.byTac(35000002).orElseThrow().rcs()).isFalse();
        TerminalTable alone = TerminalFiles.read(Optional.of(file), false);
        assertThat(alone.size()).isEqualTo(2);
        assertThat(alone.byUserAgent("term-samsung/SM-S9080-1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b,open-market,UP2.4,1 | line 2: 5 fields are not 4",
                "a,b,open-market | line 2: 3 fields are not 4",
                "a,b,free,UP2.4 | line 2: free is neither open-market nor operator-custom",
                "a,b,open-market,5G | line 2: 5G is no profile such as UP2.4, nor is it none",
                "a,,open-market,UP2.4 | line 2: a terminal has a maker and a model",
                "a,\"b\",open-market,UP2.4 | line 2: has quotes, which mean nothing here"
            })
    void whatCantBeReadIsNamed(String row, String problem) throws IOException {
        Path file = file(MODELS + row + "\n");
        assertThatThrownBy(() -> TerminalFiles.read(Optional.of(file), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " " + problem);
    }

    @Test
    void filesHaveAHeadALimitAndOneEncoding() throws IOException {
        for (String text :
                new String[] {
                    "",
                    "# nothing\n",
                    "a,b,open-market,UP2.4\n",
                    MODELS + "x".repeat(TableFile.MAX_LINE) + ",b,open-market,none\n",
                    "maker,model,release,profile,tac\na,b,open-market,none,1234567\n",
                    MODELS + "a,b,open-market,none\n".repeat(TerminalFiles.MAX + 1)
                }) {
            Path file = file(text);
            assertThatThrownBy(() -> TerminalFiles.read(Optional.of(file), false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(file.toString());
        }
        Path latin =
                Files.write(
                        directory.resolve("l.csv"),
                        (MODELS + "\u00e9,b,open-market,none\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> TerminalFiles.read(Optional.of(latin), false))
                .hasMessage(latin + " is not UTF-8");
        Path none = directory.resolve("none.csv");
        assertThatThrownBy(() -> TerminalFiles.read(Optional.of(none), false))
                .hasMessage(none + " can't be read");
        Path huge = directory.resolve("huge.csv");
        try (var channel =
                FileChannel.open(huge, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), TableFile.MAX_OCTETS);
        }
        assertThatThrownBy(() -> TerminalFiles.read(Optional.of(huge), false))
                .hasMessageContaining("more than " + TableFile.MAX_OCTETS);
    }

    @ParameterizedTest
    @CsvSource({
        "+8613400000001, CMCC",
        "+8613490000001, CTCC",
        "+8613000000001, CUCC",
        "+8613300000001, CTCC",
        "+8613800138000, CMCC",
        "+8617030000001, CMCC",
        "+8617070000001, CUCC",
        "+8617010000001, CTCC",
        "+8619200000001, CBN",
        "+8619900000001, CTCC",
        "+861440000000001, CMCC"
    })
    void theBuiltInPrefixesAreThoseOfChina(String number, Operator operator) {
        var files = new OperatorFiles(Optional.empty(), Optional.empty());
        assertThat(files.directory().of(Msisdn.of(number))).contains(operator);
    }

    @Test
    void filesOfOperatorsAreReadAgainOrNothingChanges() throws IOException {
        Path prefixes = Files.writeString(directory.resolve("p.csv"), "prefix,operator\n+49,cbn\n");
        Path ported = directory.resolve("n.csv");
        String number = "+8613400000001";
        Files.writeString(ported, "number,operator\n" + number + ",CUCC\n");
        var files = new OperatorFiles(Optional.of(prefixes), Optional.of(ported));
        Msisdn moved = Msisdn.of(number);
        assertThat(files.directory().of(moved)).contains(Operator.CUCC);
        assertThat(files.directory().of(Msisdn.of("+491700000"))).contains(Operator.CBN);
        assertThat(files.directory().of(Msisdn.of("+8613400000002")))
                .as("the file is in place of the table")
                .isEmpty();

        Files.writeString(ported, "number,operator\n" + number + ",ctcc\n" + number + ",cbn\n");
        assertThatThrownBy(files::reload)
                .hasMessage(ported + ": " + number + " belongs to ctcc and to cbn");
        Files.writeString(ported, "number,operator\n12x,cbn\n");
        assertThatThrownBy(files::reload).hasMessage(ported + " line 2: not an E.164 number: 12x");
        Files.writeString(ported, "number,operator\n" + number + ",vodafone\n");
        assertThatThrownBy(files::reload)
                .hasMessage(ported + " line 2: vodafone is none of cmcc, cucc, ctcc and cbn");
        assertThat(files.directory().of(moved)).contains(Operator.CUCC);

        Files.writeString(ported, "number,operator\n8613400000001,ctcc\n8613400000002,cmcc\n");
        assertThat(files.reload()).isEqualTo(new OperatorFiles.Sizes(1, 2));
        assertThat(files.directory().of(moved)).contains(Operator.CTCC);
    }
}
