package org.fivegmc.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SdpParserTest {
    static final String CHAT =
            """
            v=0
            o=- 39 39 IN IP4 10.20.30.40
            s=-
            c=IN IP4 10.20.30.40
            t=0 0
            m=message 9 TCP/TLS/MSRP *
            a=path:msrps://10.20.30.40:9/s1a2b3c4d;tcp
            a=setup:active
            a=connection:new
            a=fingerprint:SHA-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB
            a=accept-types:message/cpim application/im-iscomposing+xml
            a=accept-wrapped-types:text/plain message/imdn+xml
            a=sendrecv
            """;

    static SessionDescription parsed(String text) {
        return SdpParser.parse(ByteSlice.of(text)).toOptional().orElseThrow();
    }

    static MsrpMedia media(String text) {
        SessionDescription session = parsed(text);
        return MsrpMedia.read(session, session.media().getFirst()).toOptional().orElseThrow();
    }

    private static String rule(String text, SdpLimits limits) {
        return switch (SdpParser.parse(ByteSlice.of(text), limits)) {
            case Parse.Parsed<SessionDescription> _ -> "";
            case Parse.Malformed<SessionDescription>(int _, String rule) -> rule;
        };
    }

    @Tag("RFC8866-5")
    @Test
    void readsAnOfferOfAHandset() {
        MsrpMedia media = media(CHAT);
        assertThat(media.transport()).isEqualTo(MsrpTransport.TLS);
        assertThat(media.host()).isEqualTo("10.20.30.40");
        assertThat(media.port()).isEqualTo(9);
        assertThat(media.path().getFirst().sessionId()).isEqualTo("s1a2b3c4d");
        assertThat(media.setup()).isEqualTo(Setup.ACTIVE);
        assertThat(media.fingerprints())
                .extracting(Fingerprint::algorithm)
                .containsExactly("sha-1");
        assertThat(media.acceptTypes())
                .isEqualTo(AcceptTypes.of("message/cpim", "application/im-iscomposing+xml"));
        assertThat(media.wrappedTypes())
                .isEqualTo(AcceptTypes.of("text/plain", "message/imdn+xml"));
        assertThat(media.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(media.maxSize()).isEqualTo(MsrpMedia.UNLIMITED);
        assertThat(media.cema()).isFalse();
        assertThat(media.others()).isEmpty();
    }

    @Tag("RFC8866-5")
    @Test
    void anyLineEndReadsTheSame() {
        SessionDescription plain = parsed(CHAT);
        for (String end : List.of("\r\n", "\r", "\n\n", " \r\n")) {
            assertThat(parsed(CHAT.replace("\n", end))).isEqualTo(plain);
        }
    }

    @Test
    @Tag("RFC5547-6")
    @Tag("RFC8866-6.7")
    void whatIsWrittenIsRead() {
        MsrpMedia media =
                media(
                        """
                        v=0
                        c=IN IP6 2001:db8::1
                        a=sendonly
                        m=message 2855 TCP/MSRP *
                        i=a picture
                        a=path:msrp://[2001:db8::1]:2855/s;tcp msrp://b/t;tcp
                        a=accept-types:*
                        a=maxsize:10000
                        a=msrp-cema
                        a=setup:actpass
                        a=file-selector:name:"my %22pic%22.jpg" type:image/JPEG size:32349 hash:sha-1:72:24
                        a=file-transfer-id:vBnG916
                        a=file-disposition:render
                        a=chatroom
                        a=x-new:1:2
                        """);
        assertThat(media.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(media.maxSize()).isEqualTo(10_000);
        assertThat(media.cema()).isTrue();
        assertThat(media.file())
                .isEqualTo(
                        new FileOffer(
                                new FileSelector(
                                        "my \"pic\".jpg", "image/jpeg", 32_349, "sha-1:72:24"),
                                "vBnG916",
                                "render"));
        assertThat(media.others())
                .extracting(SdpLine::text)
                .containsExactly("i=a picture", "a=chatroom", "a=x-new:1:2");
        String written =
                SessionDescription.of("2001:db8::1", 1, 2, List.of(media.description())).text();
        assertThat(written).startsWith("v=0\r\no=- 1 2 IN IP6 2001:db8::1\r\n").endsWith("\r\n");
        assertThat(media(written)).isEqualTo(media);
    }

    @Test
    void refusesWhatIsNoDescription() {
        assertThat(rule("", SdpLimits.DEFAULTS)).isNotEmpty();
        assertThat(rule("hello", SdpLimits.DEFAULTS)).isNotEmpty();
        assertThat(rule("v=0\nm=message\n", SdpLimits.DEFAULTS)).contains("port");
        assertThat(rule("v=0\nm=message x TCP/MSRP *\n", SdpLimits.DEFAULTS)).contains("port");
        assertThat(rule("v=0\nm=\n", SdpLimits.DEFAULTS)).contains("empty");
        assertThat(rule("v=0\nm=message 9 TCP/MSRP é\n", SdpLimits.DEFAULTS)).contains("token");
        assertThat(rule("v=0\nm=\f 1 55\n", SdpLimits.DEFAULTS)).contains("token");
        assertThat(rule("v=0\nnonsense\n=\nq=1\n", SdpLimits.DEFAULTS)).isEmpty();
    }

    @Test
    void limitsHold() {
        String text = "v=0\ns=abcdef\nm=message 1 TCP/MSRP *\nm=message 2 TCP/MSRP *\n";
        assertThat(rule(text, new SdpLimits(text.length(), 4, 22, 2))).isEmpty();
        assertThat(rule(text, new SdpLimits(text.length() - 1, 4, 22, 2))).contains("octets");
        assertThat(rule(text, new SdpLimits(text.length(), 3, 22, 2))).contains("3 SDP lines");
        assertThat(rule(text, new SdpLimits(text.length(), 4, 21, 2))).contains("line longer");
        assertThat(rule(text, new SdpLimits(text.length(), 4, 22, 1))).contains("1 media");
    }

    @Test
    void typesAndFingerprintsHaveLimits() {
        String types = "a/b ".repeat(AcceptTypes.MAX_ENTRIES + 5);
        String print = "a=fingerprint:SHA-1 " + "4A:".repeat(19) + "4A\n";
        MsrpMedia media =
                media(
                        "v=0\nm=message 1 TCP/TLS/MSRP *\na=path:msrps://a:1/s;tcp\n"
                                + ("a=accept-types:" + types + "\n")
                                + print.repeat(MsrpMedia.MAX_FINGERPRINTS + 3));
        assertThat(media.acceptTypes().entries()).hasSize(AcceptTypes.MAX_ENTRIES);
        assertThat(media.fingerprints()).hasSize(MsrpMedia.MAX_FINGERPRINTS);
    }

    @Tag("RFC8122-5")
    @Test
    void fingerprintsAreReadAndCompared() {
        byte[] certificate = "certificate".getBytes(StandardCharsets.US_ASCII);
        Fingerprint fingerprint = Fingerprint.sha256(certificate);
        assertThat(fingerprint.text()).startsWith("SHA-256 ").contains(":");
        assertThat(Fingerprint.parse(fingerprint.text().toLowerCase(Locale.ROOT)))
                .contains(fingerprint);
        assertThat(fingerprint.matches(certificate)).isTrue();
        assertThat(fingerprint.matches(new byte[3])).isFalse();
        assertThat(Fingerprint.parse("SHA-256 4A:AD")).isEmpty();
        assertThat(Fingerprint.parse("MD5 " + "4A:".repeat(15) + "4A")).isEmpty();
        assertThat(Fingerprint.parse("SHA-1 zz")).isEmpty();
        assertThat(Fingerprint.parse("")).isEmpty();
    }

    /// Nothing thrown, whatever comes: 20,000 descriptions with octets changed, cut and doubled.
    @Test
    void damagedDescriptionsThrowNothing() {
        var random = new Random(4975);
        int readable = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = CHAT.getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(6); change >= 0; change--) {
                int at = random.nextInt(octets.length);
                switch (random.nextInt(3)) {
                    case 0 -> octets[at] = (byte) random.nextInt(256);
                    case 1 -> octets = Arrays.copyOf(octets, at + 1);
                    default -> {
                        int from = random.nextInt(octets.length);
                        int n = Math.min(octets.length - at, octets.length - from);
                        System.arraycopy(octets, from, octets, at, n);
                    }
                }
            }
            if (SdpParser.parse(ByteSlice.of(octets))
                    instanceof Parse.Parsed<SessionDescription>(SessionDescription session)) {
                readable++;
                assertThat(parsed(session.text()).media()).hasSameSizeAs(session.media());
                for (MediaDescription stream : session.media()) {
                    if (MsrpMedia.read(session, stream)
                            instanceof Parse.Parsed<MsrpMedia>(MsrpMedia media)) {
                        assertThat(media.description().lines()).isNotEmpty();
                    }
                }
            }
        }
        assertThat(readable).isBetween(5_000, 19_999);
    }
}
