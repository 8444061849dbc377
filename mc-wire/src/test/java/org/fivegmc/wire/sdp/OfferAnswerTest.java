package org.fivegmc.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3264, RFC 4975 section 8, RFC 6135, RFC 6714.
class OfferAnswerTest {
    private static final LocalPoint TCP =
            new LocalPoint(MsrpTransport.TCP, "192.0.2.10", 2855, List.of());
    private static final LocalPoint TLS =
            new LocalPoint(
                    MsrpTransport.TLS,
                    "192.0.2.10",
                    2856,
                    List.of(Fingerprint.sha256(new byte[] {1})));
    private static final AnswerPolicy POLICY = policy(Role.PASSIVE, 10_000, Direction.SENDRECV);

    private static AnswerPolicy policy(Role preferred, long maxSize, Direction direction) {
        return new AnswerPolicy(
                List.of(TCP, TLS),
                "srv77",
                AcceptTypes.of("message/cpim"),
                AcceptTypes.ANY,
                maxSize,
                direction,
                preferred,
                true,
                true,
                false);
    }

    private static String offerAt(String port, String path, String... lines) {
        return "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\n"
                + ("m=message " + port + " TCP/MSRP *\n")
                + ("a=path:" + path + "\na=accept-types:message/cpim\n")
                + (String.join("\n", lines) + "\n");
    }

    private static String offer(String... lines) {
        return offerAt("7000", "msrp://10.0.0.1:7000/ue;tcp", lines);
    }

    private static Answering answer(String offer, AnswerPolicy policy) {
        return OfferAnswer.answer(ByteSlice.of(offer), policy, 5, 6);
    }

    private static Answering.Accepted accepted(String offer, AnswerPolicy policy) {
        return (Answering.Accepted) answer(offer, policy);
    }

    private static Refusal refused(String offer, AnswerPolicy policy) {
        return ((Answering.Refused) answer(offer, policy)).why();
    }

    @Tag("RFC4975-8.1")
    @Tag("RFC4975-8.6")
    @Test
    void answersAHandset() {
        var accepted = accepted(SdpParserTest.CHAT, POLICY);
        assertThat(accepted.agreement().role()).isEqualTo(Role.PASSIVE);
        assertThat(accepted.agreement().secure()).isTrue();
        assertThat(accepted.answer())
                .isEqualTo(
                        """
                        v=0
                        o=- 5 6 IN IP4 192.0.2.10
                        s=-
                        c=IN IP4 192.0.2.10
                        t=0 0
                        m=message 2856 TCP/TLS/MSRP *
                        a=accept-types:message/cpim
                        a=accept-wrapped-types:*
                        a=path:msrps://192.0.2.10:2856/srv77;tcp
                        a=setup:passive
                        a=connection:new
                        a=fingerprint:%s
                        a=max-size:10000
                        a=sendrecv
                        """
                                .formatted(TLS.fingerprints().getFirst().text())
                                .replace("\n", "\r\n"));
    }

    @Tag("RFC6135")
    @Tag("RFC4145-4.1")
    @ParameterizedTest
    @CsvSource({
        "'',PASSIVE,PASSIVE",
        "'',ACTIVE,PASSIVE",
        "a=setup:active,ACTIVE,PASSIVE",
        "a=setup:passive,PASSIVE,ACTIVE",
        "a=setup:actpass,PASSIVE,PASSIVE",
        "a=setup:actpass,ACTIVE,ACTIVE",
        "a=setup:nonsense,ACTIVE,PASSIVE"
    })
    void theOfferDecidesWhoConnects(String setup, Role preferred, Role role) {
        var accepted = accepted(offer(setup), policy(preferred, 1, Direction.SENDRECV));
        Agreement agreement = accepted.agreement();
        assertThat(agreement.role()).isEqualTo(role);
        assertThat(agreement.ours().port()).isEqualTo(role == Role.ACTIVE ? 9 : 2855);
        assertThat(agreement.connectTo()).isEqualTo(new ConnectPoint("10.0.0.1", 7000));
        // and the offerer comes to the contrary
        var theirs = SdpParserTest.media(offer(setup));
        var conclusion =
                (Conclusion.Agreed)
                        OfferAnswer.conclude(theirs, ByteSlice.of(accepted.answer()), true);
        assertThat(conclusion.agreement().role()).isNotEqualTo(role);
    }

    @Tag("RFC6135")
    @ParameterizedTest
    @CsvSource({
        "ACTIVE,active,",
        "PASSIVE,passive,",
        "ABSENT,active,",
        "ACTPASS,holdconn,",
        "ACTPASS,active,PASSIVE",
        "ACTPASS,passive,ACTIVE",
        "ACTPASS,actpass,ACTIVE",
        "ACTPASS,'',ACTIVE",
        "PASSIVE,'',PASSIVE",
        "ACTIVE,passive,ACTIVE"
    })
    @Tag("RFC4145-4")
    void theAnswerDecidesTheRest(Setup ours, String theirs, Role role) {
        MsrpMedia offered =
                SdpParserTest.media(offer(setupLine(ours.label(), ours == Setup.ABSENT)));
        var conclusion =
                OfferAnswer.conclude(
                        offered, ByteSlice.of(offer(setupLine(theirs, theirs.isEmpty()))), true);
        if (role == null) {
            assertThat(conclusion).isEqualTo(new Conclusion.Refused(Refusal.SETUP_CONFLICT));
        } else {
            assertThat(((Conclusion.Agreed) conclusion).agreement().role()).isEqualTo(role);
        }
    }

    private static String setupLine(String setup, boolean absent) {
        return absent ? "" : "a=setup:" + setup;
    }

    @Tag("RFC3264-6")
    @Test
    void onlyOneStreamIsTaken() {
        String two =
                offer("a=setup:active")
                        + "m=audio 4000 RTP/AVP 0 8\nm=message 9 TCP/MSRP *\n"
                        + "a=path:msrp://10.0.0.1:9/b;tcp\na=accept-types:*\n";
        var answer = SdpParserTest.parsed(accepted(two, POLICY).answer());
        assertThat(answer.media()).extracting(MediaDescription::port).containsExactly(2855, 0, 0);
        assertThat(answer.media().get(1).formats()).containsExactly("0", "8");
    }

    @Test
    @Tag("RFC5547-6")
    void refusals() {
        assertThat(refused("x", POLICY)).isEqualTo(Refusal.NOT_SDP);
        assertThat(refused("v=0\nm=audio 1 RTP/AVP 0\n", POLICY)).isEqualTo(Refusal.NO_MSRP_MEDIA);
        assertThat(refused(offerAt("0", "msrp://a:1/s;tcp"), POLICY))
                .isEqualTo(Refusal.NO_MSRP_MEDIA);
        assertThat(refused(offerAt("9", "nonsense"), POLICY)).isEqualTo(Refusal.BAD_MEDIA);
        assertThat(refused(offer("a=setup:holdconn"), POLICY)).isEqualTo(Refusal.SETUP_CONFLICT);
        assertThat(refused(offer("a=inactive"), POLICY)).isEqualTo(Refusal.NO_DIRECTION);
        assertThat(refused(offer("").replace("message/cpim", "text/html"), POLICY))
                .isEqualTo(Refusal.NO_COMMON_TYPE);
        assertThat(refused(offer("a=file-selector:size:10001"), POLICY))
                .isEqualTo(Refusal.TOO_LARGE);
        assertThat(refused(offerAt("9", "msrp://10.0.0.1:9/s;tcp", "a=setup:passive"), POLICY))
                .isEqualTo(Refusal.SETUP_CONFLICT);
        assertThat(answer(offer("a=file-selector:size:10000"), POLICY))
                .isInstanceOf(Answering.Accepted.class);
        var tcpOnly =
                new AnswerPolicy(
                        List.of(TCP),
                        "s",
                        AcceptTypes.ANY,
                        AcceptTypes.of("text/plain"),
                        1,
                        Direction.SENDRECV,
                        Role.PASSIVE,
                        false,
                        false,
                        false);
        assertThat(refused(SdpParserTest.CHAT, tcpOnly)).isEqualTo(Refusal.TRANSPORT_NOT_SERVED);
        assertThat(refused(offer("a=accept-wrapped-types:text/html"), tcpOnly))
                .isEqualTo(Refusal.NO_COMMON_WRAPPED_TYPE);
        assertThat(answer(offer("a=accept-wrapped-types:text/*"), tcpOnly))
                .isInstanceOf(Answering.Accepted.class);
        var strict =
                new AnswerPolicy(
                        List.of(TLS),
                        "s",
                        AcceptTypes.ANY,
                        AcceptTypes.NONE,
                        1,
                        Direction.SENDRECV,
                        Role.PASSIVE,
                        false,
                        false,
                        true);
        assertThat(refused(SdpParserTest.CHAT.replace("a=fingerprint", "a=x"), strict))
                .isEqualTo(Refusal.NO_FINGERPRINT);
        assertThat(Refusal.TOO_LARGE.status()).isEqualTo(403);
        assertThat(Refusal.NO_COMMON_TYPE.status()).isEqualTo(488);
    }

    @Tag("RFC3264-6.1")
    @ParameterizedTest
    @CsvSource({
        "SENDONLY,SENDRECV,RECVONLY",
        "RECVONLY,SENDRECV,SENDONLY",
        "SENDRECV,RECVONLY,RECVONLY",
        "SENDRECV,SENDRECV,SENDRECV",
        "SENDONLY,SENDONLY,INACTIVE",
        "INACTIVE,SENDRECV,INACTIVE"
    })
    void directions(Direction offered, Direction wished, Direction answered) {
        assertThat(Direction.answering(offered, wished)).isEqualTo(answered);
    }

    @Test
    @Tag("RFC8866-6.7")
    void aSendOnlyStreamIsReceivedOnly() {
        var accepted = accepted(offer("a=sendonly"), POLICY);
        assertThat(accepted.answer()).contains("a=recvonly\r\n");
        assertThat(accepted.agreement().maySend()).isFalse();
    }

    @Tag("RFC5547-8.3.1")
    @Test
    void theAnswerRepeatsWhichFileItIsAbout() {
        var accepted =
                accepted(
                        offer(
                                "a=sendonly",
                                "a=file-selector:name:\"a.jpg\" type:image/jpeg size:10000",
                                "a=file-transfer-id:vBnG916"),
                        POLICY);
        assertThat(accepted.answer())
                .contains(
                        "a=recvonly\r\n",
                        "a=file-selector:name:\"a.jpg\" type:image/jpeg size:10000\r\n",
                        "a=file-transfer-id:vBnG916\r\n");
    }

    @Tag("RFC6714")
    @Test
    void cemaTakesTheConnectionLine() {
        String moved = "msrp://ue.example:7001/ue;tcp";
        var implicit = accepted(offerAt("7000", moved, "a=setup:passive"), POLICY);
        assertThat(implicit.agreement().connectTo()).isEqualTo(new ConnectPoint("10.0.0.1", 7000));
        assertThat(implicit.answer()).doesNotContain("msrp-cema");
        var explicit = accepted(offerAt("7000", moved, "a=setup:passive", "a=msrp-cema"), POLICY);
        assertThat(explicit.agreement().cema()).isTrue();
        assertThat(explicit.answer()).contains("a=msrp-cema\r\n");
        var pathRules =
                new AnswerPolicy(
                        List.of(TCP),
                        "s",
                        AcceptTypes.ANY,
                        AcceptTypes.ANY,
                        1,
                        Direction.SENDRECV,
                        Role.PASSIVE,
                        false,
                        false,
                        false);
        assertThat(
                        accepted(
                                        offerAt("7000", moved, "a=setup:passive", "a=msrp-cema"),
                                        pathRules)
                                .agreement()
                                .connectTo())
                .isEqualTo(new ConnectPoint("ue.example", 7001));
    }

    @Tag("RFC3264-7")
    @Test
    void anOfferOfOursIsAnswered() {
        MsrpMedia ours = OfferAnswer.offer(POLICY, TLS);
        assertThat(ours.setup()).isEqualTo(Setup.ACTPASS);
        String text = SessionDescription.of("192.0.2.10", 1, 1, List.of(ours.description())).text();
        assertThat(SdpParserTest.media(text)).isEqualTo(ours);
        var wrongType = offer("").replace("message/cpim", "text/html");
        var tcp = OfferAnswer.offer(POLICY, TCP);
        assertThat(OfferAnswer.conclude(tcp, ByteSlice.of(wrongType), true))
                .isEqualTo(new Conclusion.Refused(Refusal.NO_COMMON_TYPE));
        assertThat(OfferAnswer.conclude(ours, ByteSlice.of(offer("")), true))
                .isEqualTo(new Conclusion.Refused(Refusal.TRANSPORT_NOT_SERVED));
        assertThat(OfferAnswer.conclude(tcp, ByteSlice.of(offerAt("0", "msrp://a:1/s;tcp")), true))
                .isEqualTo(new Conclusion.Refused(Refusal.NO_MSRP_MEDIA));
    }

    @Tag("RFC4975-8.6")
    @Test
    void commonTypes() {
        AcceptTypes ours = AcceptTypes.of("message/cpim", "text/*");
        AcceptTypes theirs = AcceptTypes.of("text/plain", "message/cpim", "image/png");
        assertThat(ours.common(theirs)).isEqualTo(AcceptTypes.of("message/cpim", "text/plain"));
        assertThat(AcceptTypes.ANY.common(theirs)).isEqualTo(theirs);
        assertThat(theirs.accepts("TEXT/plain")).isTrue();
        assertThat(theirs.accepts("text/plainer")).isFalse();
    }
}
