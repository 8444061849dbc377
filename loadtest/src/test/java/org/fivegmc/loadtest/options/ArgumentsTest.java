package org.fivegmc.loadtest.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private enum Speed {
        SLOW,
        FAST
    }

    private static Arguments given(String... args) {
        return Arguments.of(List.of(args), Set.of("--a", "--b"), Set.of("--flag"));
    }

    private static void assertWrong(String message, Consumer<Arguments> read, String... args) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read.accept(given(args)))
                .withMessage(message);
    }

    @Test
    void whatIsGivenIsReadAndTheRestIsAsByDefault() {
        Arguments given = given("--a", "7", "--flag", "--a", "8");
        assertThat(given.whole("--a", 1, 0, 8)).isEqualTo(8);
        assertThat(given.whole("--b", 1, 0, 8)).isEqualTo(1);
        assertThat(given.number("--a", 1, 0, 8)).isEqualTo(8.0);
        assertThat(given.number("--b", 0.5, 0, 8)).isEqualTo(0.5);
        assertThat(given.has("--flag")).isTrue();
        assertThat(given.has("--b")).isFalse();
        assertThat(given.text("--b")).isEmpty();
        assertThat(given.path("--a")).contains(Path.of("8"));
        assertThat(given.pids("--b")).isEmpty();
        assertThat(given("--a", "1,2").pids("--a")).containsExactly(1L, 2L);
        assertThat(given("--a", "fast").word("--a", Speed.SLOW)).isEqualTo(Speed.FAST);
        assertThat(given("--a", "4-9").span("--a", "0", 9)).containsExactly(4, 9);
        assertThat(given().span("--a", "3", 9)).containsExactly(3, 3);
        assertThat(given("--a", "127.0.0.1:80").address("--a", "").getPort()).isEqualTo(80);
        assertThat(given().address("--a")).isEmpty();
        assertThat(Arguments.scenario(List.of("fast", "--a"), Speed.class)).isEqualTo(Speed.FAST);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertWrong("not an option with a value: --c", _ -> {}, "--c", "1");
        assertWrong("not an option with a value: --a", _ -> {}, "--a");
        assertWrong("not an option with a value: 1", _ -> {}, "--flag", "1");
        String range = "--a must be a whole number from 1 to 9";
        for (String wrong : List.of("0", "10", "x", "", "99999999999999999999")) {
            assertWrong(range, given -> given.whole("--a", 5, 1, 9), "--a", wrong);
        }
        assertWrong(
                "--a must be a number from 0.0 to 1.0",
                given -> given.number("--a", 0, 0, 1),
                "--a",
                "NaN");
        assertWrong(
                "--a must be one of slow, fast",
                given -> given.word("--a", Speed.SLOW),
                "--a",
                "fastest");
        assertWrong("--a must be HOST:PORT", given -> given.address("--a", ""), "--a", "127.0.0.1");
        assertWrong(
                "--a must be a whole number from 1 to 65535",
                given -> given.address("--a", ""),
                "--a",
                "127.0.0.1:65536");
        assertWrong(
                "--a must be a whole number from 4 to 9",
                given -> given.span("--a", "", 9),
                "--a",
                "4-3");
        assertWrong(
                "--a cannot be b",
                given -> given.matching("--a", "", Pattern.compile("[^b]+")),
                "--a",
                "b");
        assertWrong(
                "--a must be a whole number from 1 to 2147483647",
                given -> given.pids("--a"),
                "--a",
                "1,,2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.scenario(List.of(), Speed.class))
                .withMessage("which scenario?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.scenario(List.of("FAST"), Speed.class))
                .withMessage("no such scenario: FAST");
    }
}
