package org.fivegmc.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.Roles;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    private long nowMs = 1_000;
    private final Guesses guesses = new Guesses(() -> Instant.ofEpochMilli(nowMs));

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            guesses.wrong(Roles.ALICE, HERE);
        }
    }

    @Test
    void tenAMinuteAreEnoughForOneUserFromOneAddress() {
        guess(Guesses.MAX_WRONG - 1);
        assertThat(guesses.isTooMany(Roles.ALICE, HERE)).isFalse();
        guess(1);
        assertThat(guesses.isTooMany(Roles.ALICE, HERE)).isTrue();
        assertThat(guesses.isTooMany(Roles.ALICE, THERE)).isFalse();
        assertThat(guesses.isTooMany(Roles.BOB, HERE)).isFalse();
        nowMs += Guesses.WINDOW_MS;
        assertThat(guesses.isTooMany(Roles.ALICE, HERE)).isFalse();
        guess(1);
        assertThat(guesses.isTooMany(Roles.ALICE, HERE)).as("a new minute").isFalse();
    }

    @Test
    void theRightPasswordForgives() {
        guess(Guesses.MAX_WRONG - 1);
        guesses.right(Roles.ALICE, HERE);
        guess(1);
        assertThat(guesses.isTooMany(Roles.ALICE, HERE)).isFalse();
    }

    @Test
    void memoryIsBounded() {
        for (long i = 0; i < 2L * Guesses.MAX_REMEMBERED; i++) {
            guesses.wrong(new Msisdn(8613800000000L + i), HERE);
        }
        assertThat(guesses.size()).isEqualTo(Guesses.MAX_REMEMBERED);
    }
}
