package org.fivegmc.routing.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.Operator;
import org.fivegmc.routing.number.OperatorDirectory.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorDirectoryTest {

    private static final OperatorPrefixes PREFIXES =
            new OperatorPrefixes.Builder()
                    .add("+86134", Operator.CMCC)
                    .add("861349", Operator.CTCC)
                    .add("+86130", Operator.CUCC)
                    .add("+8", Operator.CBN)
                    .build();

    private final OperatorDirectory directory =
            new OperatorDirectory(PREFIXES, PortedNumbers.EMPTY);

    @ParameterizedTest
    @CsvSource({
        "+8613400000001, CMCC, +86134",
        "+8613480000001, CMCC, +86134",
        "+8613490000001, CTCC, +861349",
        "+8613000000001, CUCC, +86130",
        "+8613100000001, CBN, +8",
        "+8, CBN, +8",
        "+861349, CTCC, +861349",
        "+899999999999999, CBN, +8"
    })
    void theLongestPrefixWins(String number, Operator operator, String prefix) {
        assertThat(directory.of(Msisdn.of(number))).contains(operator);
        assertThat(directory.explain(Msisdn.of(number)))
                .isEqualTo(new Found.ByPrefix(operator, prefix));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+7", "+999999999999999", "+1", "+100000000000000"})
    void ofOtherNumbersNothingIsKnown(String number) {
        assertThat(directory.of(Msisdn.of(number))).isEmpty();
        assertThat(directory.explain(Msisdn.of(number))).isEqualTo(new Found.Nobody());
    }

    @Test
    void portedNumbersComeBeforePrefixes() {
        Msisdn moved = Msisdn.of("+8613400000001");
        directory.replace(PREFIXES, new PortedNumbers.Builder().add(moved, Operator.CUCC).build());
        assertThat(directory.of(moved)).contains(Operator.CUCC);
        assertThat(directory.explain(moved)).isEqualTo(new Found.Ported(Operator.CUCC));
        assertThat(directory.of(Msisdn.of("+8613400000002"))).contains(Operator.CMCC);
        assertThat(directory.of(Msisdn.of("+8613400000000"))).contains(Operator.CMCC);
        directory.replace(PREFIXES, PortedNumbers.EMPTY);
        assertThat(directory.of(moved)).contains(Operator.CMCC);
    }

    @Test
    void manyPortedNumbersAreFound() {
        var random = new Random(11);
        List<Operator> operators = List.of(Operator.values());
        Map<Msisdn, Operator> all = new HashMap<>();
        while (all.size() < 100_000) {
            Operator operator = operators.get(random.nextInt(operators.size()));
            all.put(new Msisdn(8_613_000_000_000L + random.nextInt(900_000_000)), operator);
        }
        var builder = new PortedNumbers.Builder();
        all.forEach(builder::add);
        all.forEach(builder::add);
        PortedNumbers ported = builder.build();
        assertThat(ported.size()).isEqualTo(all.size());
        directory.replace(OperatorPrefixes.EMPTY, ported);
        all.forEach((number, operator) ->
                assertThat(directory.of(number)).isEqualTo(Optional.of(operator)));
        for (int i = 0; i < 100_000; i++) {
            var number = new Msisdn(8_613_000_000_000L + random.nextInt(900_000_000));
            assertThat(directory.of(number)).isEqualTo(Optional.ofNullable(all.get(number)));
        }
    }

    @Test
    void aNumberHasOneOperator() {
        var builder =
                new PortedNumbers.Builder()
                        .add(Msisdn.of("+8613400000001"), Operator.CUCC)
                        .add(Msisdn.of("+8613400000001"), Operator.CBN);
        assertThatThrownBy(builder::build).hasMessage("+8613400000001 belongs to cucc and to cbn");
    }

    @Test
    void thereAreLimits() {
        var ported = new PortedNumbers.Builder();
        for (int i = 1; i <= PortedNumbers.MAX; i++) {
            ported.add(new Msisdn(i), Operator.CBN);
        }
        Msisdn more = Msisdn.of("+999999999999999");
        assertThatThrownBy(() -> ported.add(more, Operator.CBN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ported.build().size()).isEqualTo(PortedNumbers.MAX);
        var prefixes = new OperatorPrefixes.Builder();
        for (int i = 0; i < OperatorPrefixes.MAX; i++) {
            prefixes.add("+" + (1_000_000 + i), Operator.CBN);
        }
        prefixes.add("+1000000", Operator.CMCC);
        OperatorPrefixes all = prefixes.build();
        assertThat(all.size()).isEqualTo(OperatorPrefixes.MAX);
        for (int i = 0; i < OperatorPrefixes.MAX; i++) {
            assertThat(OperatorPrefixes.digits(all.longest(1_000_000L + i))).isEqualTo(7);
        }
        assertThatThrownBy(() -> prefixes.add("+2", Operator.CBN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "086", "+8613x", "86 13", "1234567890123456"})
    void prefixesAreDigits(String prefix) {
        var builder = new OperatorPrefixes.Builder();
        assertThatThrownBy(() -> builder.add(prefix, Operator.CBN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
