package org.fivegmc.wire.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private static final String ALICE = "alice";
    private static final String BOB = "bob";
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    private long nowMs = 1_000;
    private final Guesses<String> guesses = new Guesses<>(() -> Instant.ofEpochMilli(nowMs));

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            guesses.wrong(ALICE, HERE);
        }
    }

    @Test
    void tenAMinuteAreEnoughForOneUserFromOneAddress() {
        guess(Guesses.MAX_WRONG - 1);
        assertThat(guesses.isTooMany(ALICE, HERE)).isFalse();
        guess(1);
        assertThat(guesses.isTooMany(ALICE, HERE)).isTrue();
        assertThat(guesses.isTooMany(ALICE, THERE)).isFalse();
        assertThat(guesses.isTooMany(BOB, HERE)).isFalse();
        nowMs += Guesses.WINDOW_MS;
        assertThat(guesses.isTooMany(ALICE, HERE)).isFalse();
        guess(1);
        assertThat(guesses.isTooMany(ALICE, HERE)).as("a new minute").isFalse();
    }

    @Test
    void theRightPasswordForgives() {
        guess(Guesses.MAX_WRONG - 1);
        guesses.right(ALICE, HERE);
        guess(1);
        assertThat(guesses.isTooMany(ALICE, HERE)).isFalse();
    }

    @Test
    void memoryIsBounded() {
        for (long i = 0; i < 2L * Guesses.MAX_REMEMBERED; i++) {
            guesses.wrong(Long.toString(i), HERE);
        }
        assertThat(guesses.size()).isEqualTo(Guesses.MAX_REMEMBERED);
    }
}
