package org.fivegmc.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PayloadTest {

    private static final byte[] NONE = {};

    private static Payload head(int octets, long of) {
        return new Payload("message/cpim", new byte[octets], new byte[3], new BodyRef("a", of));
    }

    @Test
    void aHeadIsNotTheMessage() {
        assertThat(head(8192, 8193).isComplete()).isFalse();
        assertThat(head(0, 1).isComplete()).isFalse();
        assertThat(head(100, 100).isComplete()).isTrue();
        assertThat(head(0, 0).isComplete()).isTrue();
        assertThat(Payload.of("text/plain", new byte[100_000]).isComplete()).isTrue();
    }

    @Test
    void theRowTakesTheHeadAndTheMessageIsLonger() {
        Payload large = head(8192, 100L << 20);
        assertThat(large.size()).isEqualTo(8195);
        assertThat(large.octets()).isEqualTo(100L << 20);
        Payload small = new Payload("text/plain", new byte[5], new byte[2]);
        assertThat(small.size()).isEqualTo(7);
        assertThat(small.octets()).isEqualTo(5);
    }

    @Test
    void headsHaveALimit() {
        assertThatThrownBy(() -> head(Payload.HEAD_MAX + 1, 1 << 20))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> head(11, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void referencesAreNamesOfSomething() {
        assertThatThrownBy(() -> new BodyRef("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BodyRef("a", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BodyRef("a".repeat(BodyRef.NAME_MAX + 1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Payload("a/b", NONE, NONE, new BodyRef("a", 0)).octets()).isZero();
    }
}
