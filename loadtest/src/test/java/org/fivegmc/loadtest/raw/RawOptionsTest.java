package org.fivegmc.loadtest.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawOptionsTest {
    @Test
    void defaultsDependOnEachOther() {
        RawOptions closed = Texts.options();
        assertThat(closed.window()).isEqualTo(64);
        assertThat(closed.seconds()).isEqualTo(10);
        assertThat(closed.warmup()).isEqualTo(2);
        assertThat(closed.connections()).isEqualTo(1);
        RawOptions open = Texts.options("--rate", "1000", "--transport", "tcp");
        assertThat(open.window()).isEqualTo(RequestId.MAX_SLOTS);
        assertThat(open.connections()).isEqualTo(4);
        RawOptions counted = Texts.options("--messages", "1000");
        assertThat(counted.warmup()).isZero();
        assertThat(counted.seconds()).isEqualTo(3600);
        assertThat(counted.limit()).isEqualTo(1000);
    }

    @Test
    void registrationsOfSecondDevicesComeOnTop() {
        RawOptions options =
                Texts.options(
                        "--method",
                        "register",
                        "--messages",
                        "1000",
                        "--devices-second-share",
                        "0.1");
        assertThat(options.secondDevices()).isEqualTo(10);
        assertThat(options.limit()).isEqualTo(1100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--window 0",
                "--window 1048577",
                "--rate -1",
                "--rate x",
                "--seconds 86401",
                "--messages 500000001",
                "--users 0",
                "--users 100000001",
                "--first-user 99999999",
                "--body 299",
                "--body 60001",
                "--connections 65",
                "--answer 65536",
                "--method invite",
                "--transport tls",
                "--order backwards",
                "--domain a@b",
                "--from sip:a",
                "--server 127.0.0.1",
                "--server 127.0.0.1:0",
                "--pid 1,,2",
                "--devices-second-share 0.1",
                "--no-such-thing 1",
                "--json"
            })
    void whatIsOutOfItsLimitsIsRefused(String line) {
        assertThatThrownBy(() -> Texts.options(line.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--");
    }
}
