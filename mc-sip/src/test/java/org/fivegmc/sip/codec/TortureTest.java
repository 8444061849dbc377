package org.fivegmc.sip.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The torture messages of RFC 4475 and RFC 5118, each with the outcome its text asks for.
@org.jspecify.annotations.NullUnmarked // a null where a value is due fails the test anyway
@Tag("RFC4475")
class TortureTest {
    private static final SipCheck CHECK = new SipCheck(Set.of());

    static byte[] file(String name) {
        try (InputStream in =
                TortureTest.class.getResourceAsStream("/sip-torture/" + name + ".dat")) {
            if (in == null) {
                throw new IllegalArgumentException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static SipParse parse(String name) {
        return new SipParser(SipLimits.DEFAULTS).parseDatagram(file(name));
    }

    private static SipRequest request(String name) {
        SipParse p = parse(name);
        assertThat(p).isInstanceOf(SipRequest.class);
        SipRequest r = (SipRequest) p;
        assertThat(CHECK.check(r)).as("%s", CHECK.check(r)).isInstanceOf(SipCheck.Passed.class);
        return r;
    }

    private static SipResponse response(String name) {
        SipParse p = parse(name);
        assertThat(p).isInstanceOf(SipResponse.class);
        SipResponse r = (SipResponse) p;
        assertThat(CHECK.accepts(r)).isTrue();
        return r;
    }

    /// The status the stack answers, 0 when it cannot or must not answer.
    private static int answer(String name) {
        return switch (parse(name)) {
            case SipRequest r ->
                    switch (CHECK.check(r)) {
                        case SipCheck.Passed _ -> 0;
                        case SipCheck.Rejected rejected -> rejected.reply().status();
                    };
            case SipResponse _ -> 0;
            case Malformed m -> m.answerable().isPresent() ? m.rule().status() : 0;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "intmeth", "esc01", "escnull", "esc02", "lwsdisp", "longreq", "dblreq", "semiuri",
                        "transports",
                "mpart01", "cparam01", "cparam02", "regescrt", "sdp01", "inv2543", "invut",
                        "regaut01", "unksm2",
                "baddate", "badbranch", "trws", "wsinv", "zeromf"
            })
    void validRequestsPass(String name) {
        request("rfc4475/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipv6-good", "port-ambiguous", "port-unambiguous", "via-received-param-no-delim",
                "via-received-param-with-delim", "ipv4-mapped-ipv6", "ipv6-in-sdp",
                        "mult-ip-in-sdp",
                "mult-ip-in-header", "ipv6-correct-abnf-2-colons", "ipv6-bug-abnf-3-colons"
            })
    @Tag("RFC5118")
    void validIpv6RequestsPass(String name) {
        request("rfc5118/" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "rfc4475/badinv01, 400", // extra separators in Via and Contact
        "rfc4475/clerr, 400", // Content-Length larger than the message
        "rfc4475/ncl, 400", // negative Content-Length
        "rfc4475/scalar02, 0", // CSeq above 2^31: no readable CSeq to answer with, seen below
        "rfc4475/quotbal, 0", // unterminated quote in To
        "rfc4475/ltgtruri, 400", // Request-URI in angle brackets
        "rfc4475/lwsruri, 400", // blank within the Request-URI
        "rfc4475/lwsstart, 400", // several blanks in the start line
        "rfc4475/escruri, 400", // escaped headers in the Request-URI
        "rfc4475/badvers, 505",
        "rfc4475/mismatch01, 400", // CSeq method is not the method
        "rfc4475/mismatch02, 501", // the same with an unknown method
        "rfc4475/unkscm, 416",
        "rfc4475/novelsc, 416",
        "rfc4475/bext01, 420",
        "rfc4475/mcl01, 400", // two Content-Length
        "rfc5118/ipv6-bad, 400" // IPv6 address without brackets
    })
    void invalidRequestsGetTheirStatus(String name, int status) {
        if (status != 0) {
            assertThat(answer(name)).isEqualTo(status);
        } else {
            assertThat(parse(name)).isInstanceOf(SipRequest.class);
        }
    }

    /// What cannot be echoed in the normal way is still refused by the check, never passed on.
    @ParameterizedTest
    @ValueSource(strings = {"badaspec", "baddn_crlf", "scalar02", "quotbal", "multi01", "insuf"})
    void brokenMandatoryHeadersAreRefusedWith400(String name) {
        SipRequest r = (SipRequest) parse("rfc4475/" + name);
        assertThat(CHECK.check(r))
                .isInstanceOfSatisfying(
                        SipCheck.Rejected.class,
                        x -> assertThat(x.reply().status()).isEqualTo(400));
    }

    @Test
    void aHeadWithoutEmptyLineIsMalformed() {
        assertThat(parse("rfc4475/baddn"))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        m -> assertThat(m.rule()).isEqualTo(SyntaxRule.HEADERS_UNTERMINATED));
    }

    @Test
    void overlargeNumbersInResponsesAreDropped() {
        assertThat(parse("rfc4475/bigcode"))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        m -> {
                            assertThat(m.rule()).isEqualTo(SyntaxRule.STATUS_CODE);
                            assertThat(m.answerable()).isEmpty();
                        });
        assertThat(CHECK.accepts((SipResponse) parse("rfc4475/scalarlg"))).isFalse();
    }

    @Test
    void aContactThatNeedsBracketsIsNotRead() {
        assertThat(request("rfc4475/regbadct").contacts().wellFormed()).isFalse();
        assertThat(request("rfc4475/regescrt").contacts().entries().getFirst().uri().headers())
                .hasToString("Route=%3Csip:sip.example.com%3E");
    }

    @Test
    @Tag("RFC3261-8.2.2.3")
    void unknownOptionsAreListed() {
        SipCheck.Verdict v = CHECK.check((SipRequest) parse("rfc4475/bext01"));
        String text = write(((SipCheck.Rejected) v).reply(), (SipRequest) parse("rfc4475/bext01"));
        assertThat(text)
                .contains("Unsupported: nothingSupportsThis, nothingSupportsThisEither\r\n");
    }

    static String write(SipReply reply, SipRequest r) {
        SipWriter w = new SipWriter();
        ResponseWriter.write(w, r, reply, "tt", "192.0.2.9", 5099);
        return new String(w.toByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    @Tag("RFC3261-7.3.1")
    void foldedAndBlankRichInviteIsRead() {
        SipRequest r = request("rfc4475/wsinv");
        assertThat(r.uriText()).hasToString("sip:vivekg@chair-dnrc.example.com;unknownparam");
        assertThat(r.to().uri()).hasToString("sip:vivekg@chair-dnrc.example.com");
        assertThat(r.to().tag()).hasToString("1918181833n");
        assertThat(r.from().display()).hasToString("\"J Rosenberg \\\\\\\"\"");
        assertThat(r.from().display().unquoted()).isEqualTo("J Rosenberg \\\"");
        assertThat(r.from().tag()).hasToString("98asjd8");
        assertThat(r.maxForwards()).isEqualTo(68);
        assertThat(r.cSeq().number()).isEqualTo(9);
        assertThat(r.cSeq().method()).isEqualTo(SipMethod.INVITE);
        assertThat(r.topVia().host()).hasToString("192.0.2.2");
        assertThat(r.topVia().branch()).hasToString("390skdjuw");
        assertThat(r.topVia().hasRfc3261Branch()).isFalse();
        assertThat(r.values(HeaderName.VIA)).hasSize(3);
        Via second = Via.parse(r.values(HeaderName.VIA).get(1));
        assertThat(second).isNotNull();
        assertThat(second.transport()).hasToString("TCP");
        assertThat(second.host()).hasToString("spindle.example.com");
        assertThat(second.branch()).hasToString("z9hG4bK9ikj8");
        assertThat(Via.parse(r.values(HeaderName.VIA).get(2)).branch()).hasToString("z9hG4bK30239");
        assertThat(r.header("newfangledheader").unfolded())
                .isEqualTo("newfangled value continued newfangled value");
        assertThat(r.header("UnknownHeaderWithUnusualValue")).hasToString(";;,,;;,;");
        assertThat(r.header(HeaderName.SUBJECT)).hasToString("");
        NameAddr route = r.nameAddrs(HeaderName.ROUTE).entries().getFirst();
        assertThat(route.uri().params().has("lr")).isTrue();
        assertThat(route.uri().params().get("unknownwith")).hasToString("value");
        NameAddr contact = r.contacts().entries().getFirst();
        assertThat(contact.display().unquoted()).isEqualTo("Quoted string \"\"");
        assertThat(contact.params().get("newparam")).hasToString("newvalue");
        assertThat(contact.params().get("secondparam")).isEqualTo(Span.EMPTY);
        assertThat(contact.params().get("q")).hasToString("0.33");
        assertThat(r.body().length()).isEqualTo(150);
    }

    @Test
    void unusualCharactersAreRead() {
        SipRequest r = request("rfc4475/intmeth");
        assertThat(r.method()).isEqualTo(SipMethod.EXTENSION);
        assertThat(r.methodText()).hasToString("!interesting-Method0123456789_*+`.%indeed'~");
        assertThat(r.uri().host()).hasToString("example.com");
        assertThat(r.uri().user()).hasToString("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
        assertThat(r.uri().password()).hasToString("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
        assertThat(r.to().display().unquoted()).isEqualTo("BEL:\u0007 NUL:\0 DEL:\u007f");
        assertThat(r.from().display()).hasToString("token1~` token2'+_ token3*%!.-");
        assertThat(r.from().tag()).hasToString("_token~1'+`*%!-.");
        assertThat(r.callId()).hasToString("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        assertThat(r.header("extensionHeader-!.%*+_`'~")).hasToString("\ufeff\u5927\u505c\u96fb");
    }

    @Test
    void escapesAreKeptAndResolvedOnDemand() {
        SipRequest r = request("rfc4475/esc01");
        assertThat(r.uri().user()).hasToString("sips%3Auser%40example.com");
        assertThat(r.uri().user().unescaped()).isEqualTo("sips:user@example.com");
        assertThat(r.uri().host()).hasToString("example.net");
        assertThat(r.to().uri().user().unescaped()).isEqualTo("user");
        Uri contact = r.contacts().entries().getFirst().uri();
        assertThat(contact.user().unescaped()).isEqualTo("caller");
        assertThat(contact.params().has("lr")).isTrue();
        assertThat(contact.params().get("name").unescaped()).isEqualTo("value%41");
        assertThat(request("rfc4475/escnull").contacts().entries()).hasSize(2);
    }

    @Test
    void percentIsNoEscapeInMethodsAndHeaderNames() {
        SipRequest r = request("rfc4475/esc02");
        assertThat(r.method()).isEqualTo(SipMethod.EXTENSION);
        assertThat(r.contacts().entries()).hasSize(2);
        assertThat(r.topVia().branch()).hasToString("z9hG4bK209%fzsnel234");
        assertThat(r.from().display().unquoted()).isEqualTo("%Z%45");
    }

    @Test
    void aSecondRequestInADatagramIsIgnored() {
        SipRequest r = request("rfc4475/dblreq");
        assertThat(r.method()).isEqualTo(SipMethod.REGISTER);
        assertThat(r.callId()).hasToString("dblreq.0ha0isndaksdj99sdfafnl3lk233412");
        assertThat(r.body().isEmpty()).isTrue();
    }

    @Test
    void semicolonInTheUserPartIsNoParameter() {
        Uri u = request("rfc4475/semiuri").uri();
        assertThat(u.user().unescaped()).isEqualTo("user;par=u@example.net");
        assertThat(u.host()).hasToString("example.com");
        assertThat(u.params().raw().isEmpty()).isTrue();
        assertThat(request("rfc4475/semiuri").values(HeaderName.ACCEPT))
                .hasSize(6)
                .last()
                .hasToString("message/sipfrag");
    }

    @Test
    void unknownTransportsAreRead() {
        SipRequest r = request("rfc4475/transports");
        assertThat(r.values(HeaderName.VIA).stream().map(v -> Via.parse(v).transport().toString()))
                .containsExactly("UDP", "SCTP", "TLS", "UNKNOWN", "TCP");
        assertThat(r.callId()).hasToString("transports.kijh4akdnaqjkwendsasfdj");
    }

    @Test
    void longValuesAreRead() {
        SipRequest r = request("rfc4475/longreq");
        assertThat(r.from().tag().length()).isGreaterThan(50);
        assertThat(r.values(HeaderName.VIA)).hasSizeGreaterThan(10);
        assertThat(r.body().length()).isEqualTo(150);
    }

    @Test
    void binaryBodyIsKept() {
        SipRequest r = request("rfc4475/mpart01");
        assertThat(r.body().length()).isEqualTo(553);
        assertThat(r.contentType()).hasToString("multipart/mixed");
    }

    @Test
    void contactParametersBelongToTheHeaderWithoutBrackets() {
        NameAddr outside = request("rfc4475/cparam01").contacts().entries().getFirst();
        assertThat(outside.params().has("unknownparam")).isTrue();
        assertThat(outside.uri().params().has("unknownparam")).isFalse();
        NameAddr inside = request("rfc4475/cparam02").contacts().entries().getFirst();
        assertThat(inside.uri().params().has("unknownparam")).isTrue();
        assertThat(inside.params().has("unknownparam")).isFalse();
    }

    @Test
    void reasonMayBeEmptyOrAnyText() {
        assertThat(response("rfc4475/noreason").reason().isEmpty()).isTrue();
        assertThat(response("rfc4475/noreason").status()).isEqualTo(100);
        assertThat(response("rfc4475/unreason").reason().toString())
                .startsWith("= 2**3 * 5**2")
                .endsWith("\u043f\u0440\u043e\u0441\u0442\u043e\u0435");
        assertThat(response("rfc4475/bcast").values(HeaderName.VIA)).hasSize(2);
    }

    @Test
    void aBranchOfTheCookieAloneIsNone() {
        assertThat(request("rfc4475/badbranch").topVia().hasRfc3261Branch()).isFalse();
        assertThat(request("rfc4475/inv2543").topVia().branch()).isNull();
        assertThat(request("rfc4475/inv2543").maxForwards()).isEqualTo(-1);
    }

    @Test
    @Tag("RFC5118")
    void ipv6ReferencesAreTakenApart() {
        assertThat(request("rfc5118/ipv6-good").uri().host()).hasToString("[2001:db8::10]");
        assertThat(request("rfc5118/port-ambiguous").uri().host())
                .hasToString("[2001:db8::10:5070]");
        assertThat(request("rfc5118/port-ambiguous").uri().port()).isEqualTo(-1);
        assertThat(request("rfc5118/port-unambiguous").uri().port()).isEqualTo(5070);
        assertThat(request("rfc5118/via-received-param-no-delim").topVia().received())
                .hasToString("2001:db8::9:255");
        assertThat(request("rfc5118/via-received-param-with-delim").topVia().received())
                .hasToString("[2001:db8::9:255]");
        assertThat(request("rfc5118/ipv4-mapped-ipv6").topVia().host())
                .hasToString("[::ffff:192.0.2.10]");
        assertThat(request("rfc5118/ipv4-mapped-ipv6").topVia().port()).isEqualTo(19_823);
        assertThat(request("rfc5118/ipv4-mapped-ipv6").contacts().entries().getFirst().uri().host())
                .hasToString("[::ffff:192.0.2.2]");
    }
}
