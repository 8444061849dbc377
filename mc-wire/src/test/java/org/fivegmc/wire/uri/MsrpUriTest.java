package org.fivegmc.wire.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fivegmc.wire.Parse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 4975 sections 6 and 9.
class MsrpUriTest {
    private static MsrpUri uri(String text) {
        return MsrpUri.parse(text).toOptional().orElseThrow();
    }

    @Tag("RFC4975-6")
    @Test
    void readsEveryPart() {
        MsrpUri uri = uri("msrps://bob@Example.com:8493/asfd34;TCP;x=1");
        assertThat(uri)
                .isEqualTo(new MsrpUri(true, "bob", "Example.com", 8493, "asfd34", "tcp", ";x=1"));
        assertThat(uri.text()).isEqualTo("msrps://bob@Example.com:8493/asfd34;tcp;x=1");
    }

    @Test
    void readsWhatIsShort() {
        MsrpUri uri = uri("msrp://192.0.2.1;tcp");
        assertThat(uri.sessionId()).isEmpty();
        assertThat(uri.port()).isZero();
        assertThat(uri.effectivePort()).isEqualTo(2855);
    }

    @Test
    void readsIpv6() {
        MsrpUri uri = uri("msrp://[2001:db8::1]:9/s;tcp");
        assertThat(uri.host()).isEqualTo("2001:db8::1");
        assertThat(uri.port()).isEqualTo(9);
        assertThat(uri.text()).isEqualTo("msrp://[2001:db8::1]:9/s;tcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip:a@b",
                "msrp:/host/s;tcp",
                "msrp://host/s",
                "msrp://host/s;",
                "msrp://:1/s;tcp",
                "msrp://host:65536/s;tcp",
                "msrp://host:/s;tcp",
                "msrp://host:1x/s;tcp",
                "msrp://[::1/s;tcp",
                "msrp://[::1]x/s;tcp",
                "msrp://ho st/s;tcp",
                "msrp://host/s\r;tcp"
            })
    void refuses(String text) {
        assertThat(MsrpUri.parse(text)).isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void hasALimit() {
        String head = "msrp://host/";
        String most = head + "a".repeat(MsrpUri.MAX_LENGTH - head.length() - 4) + ";tcp";
        assertThat(MsrpUri.parse(most)).isInstanceOf(Parse.Parsed.class);
        assertThat(MsrpUri.parse(most + "x")).isInstanceOf(Parse.Malformed.class);
    }

    @Tag("RFC4975-6.1")
    @Test
    void comparesAsTheRfcSays() {
        MsrpUri uri = uri("msrp://host.example:1/Id;tcp");
        assertThat(uri.sameAs(uri("msrp://user@HOST.example:1/Id;TCP;x=y"))).isTrue();
        assertThat(uri.sameAs(uri("msrps://host.example:1/Id;tcp"))).isFalse();
        assertThat(uri.sameAs(uri("msrp://host.example:1/id;tcp"))).isFalse();
        assertThat(uri.sameAs(uri("msrp://host.example/Id;tcp"))).isFalse();
        assertThat(uri.sameAs(uri("msrp://other.example:1/Id;tcp"))).isFalse();
        assertThat(uri("msrp://[::1]/a;tcp").sameAs(uri("msrp://[0:0:0:0:0:0:0:1]/a;tcp")))
                .isTrue();
        assertThat(uri("msrp://[::1]/a;tcp").sameAs(uri("msrp://[::zz]/a;tcp"))).isFalse();
    }

    @Tag("RFC4975-8.2")
    @Test
    void readsPaths() {
        var path = MsrpUri.parsePath("msrp://a:1/x;tcp  msrp://b:2/y;tcp").toOptional();
        assertThat(path.orElseThrow()).extracting(MsrpUri::host).containsExactly("a", "b");
        assertThat(MsrpUri.parsePath(" ")).isInstanceOf(Parse.Malformed.class);
        assertThat(MsrpUri.parsePath("msrp://a:1/x;tcp x"))
                .isEqualTo(new Parse.Malformed<List<MsrpUri>>(17, "no MSRP scheme"));
        String hop = "msrp://a:1/x;tcp ";
        assertThat(MsrpUri.parsePath(hop.repeat(MsrpUri.MAX_HOPS)))
                .isInstanceOf(Parse.Parsed.class);
        assertThat(MsrpUri.parsePath(hop.repeat(MsrpUri.MAX_HOPS + 1)))
                .isInstanceOf(Parse.Malformed.class);
    }
}
