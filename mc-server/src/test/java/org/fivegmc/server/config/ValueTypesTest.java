package org.fivegmc.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "72h,259200000", "7d,604800000", "0s,0"})
    void durationsReadAndPrintAlike(String text, long millis) {
        assertThat(Units.duration(text)).contains(Duration.ofMillis(millis));
        assertThat(Units.text(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5s", "5 s", "5S", "9999999999999d"})
    void whatIsNoDuration(String text) {
        assertThat(Units.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"512B,512", "64KiB,65536", "8MiB,8388608", "2GiB,2147483648", "1TiB,1099511627776"})
    void sizesReadAndPrintAlike(String text, long bytes) {
        assertThat(Units.size(text)).contains(bytes);
        assertThat(Units.sizeText(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8,127.9.9.9,true",
        "127.0.0.0/8,128.0.0.1,false",
        "::1/128,::1,true",
        "::1/128,::2,false",
        "0.0.0.0/0,203.0.113.9,true",
        "0.0.0.0/0,::1,false",
        "10.64.0.0/10,10.127.255.255,true",
        "10.64.0.0/10,10.128.0.0,false",
        "192.0.2.7,192.0.2.7,true"
    })
    void blocksContain(String block, String address, boolean inside) {
        assertThat(Cidr.parse(block).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1/8", "10.0.0.0/33", "host/8", "10.0.0.0/", "/8", "10.0.0.0/-1", ""})
    void whatIsNoBlock(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @Test
    void addresses() {
        assertThat(HostPort.parse("[::1]:5060")).contains(new HostPort("::1", 5060));
        assertThat(HostPort.parse("[::1]:5060").orElseThrow()).hasToString("[::1]:5060");
        for (String wrong :
                List.of(
                        "::1:5060",
                        "host",
                        "host:",
                        ":5060",
                        "host:65536",
                        "[host]:1",
                        "a b:1",
                        "-a:1")) {
            assertThat(HostPort.parse(wrong)).as(wrong).isEmpty();
        }
        assertThat(new HostPort("127.0.0.1", 1).loopback()).isTrue();
        assertThat(new HostPort("localhost", 1).loopback()).isTrue();
        assertThat(new HostPort("0.0.0.0", 1).loopback()).isFalse();
        assertThat(new HostPort("localhost.example.com", 1).loopback()).isFalse();
        assertThat(ListenAddress.parse("sctp:127.0.0.1:5060")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sip.listen,sip.lisen,1", "abc,acb,1", "max-size,max_size,0", "abc,xyz,3"})
    void distances(String a, String b, int distance) {
        assertThat(DidYouMean.distance(a, b)).isEqualTo(distance);
    }
}
