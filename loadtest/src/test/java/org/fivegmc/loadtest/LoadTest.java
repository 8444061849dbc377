package org.fivegmc.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void theFirstWordPicksTheTool() throws Exception {
        assertThat(run("raw", "--help")).isZero();
        assertThat(printed.toString(UTF_8)).contains("usage: ./5gmc load raw");
    }

    @Test
    void withoutAKnownWordTheToolsAreNamed() throws Exception {
        assertThat(run()).isEqualTo(2);
        assertThat(run("cooked")).isEqualTo(2);
        assertThat(run("--help")).isZero();
        assertThat(printed.toString(UTF_8)).contains("raw");
    }

    private int run(String... args) throws Exception {
        return Load.run(List.of(args), new PrintStream(printed, true, UTF_8));
    }
}
