package org.fivegmc.wire.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.List;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parameter;
import org.fivegmc.wire.Parameters;
import org.fivegmc.wire.Parse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTest {
    private static final NumberPlan CHINA = NumberPlan.china();

    private static <T> T value(Parse<T> parse) {
        return switch (parse) {
            case Parse.Parsed<T>(T value) -> value;
            case Parse.Malformed<T>(int offset, String rule) -> fail(rule + " at " + offset);
        };
    }

    @Test
    void readsEveryPartOfASipUri() {
        SipUri uri =
                value(
                        SipUri.parse(
                                "SIPS:al%69ce:secret@[2001:db8::1]:5061;transport=tls;lr?Subject=a%20b"));
        assertThat(uri.secure()).isTrue();
        assertThat(uri.user()).isEqualTo("alice");
        assertThat(uri.host()).isEqualTo("[2001:db8::1]");
        assertThat(uri.port()).isEqualTo(5061);
        assertThat(uri.parameters().value("TRANSPORT")).contains("tls");
        assertThat(uri.parameters().has("lr")).isTrue();
        assertThat(uri.headers()).isEqualTo("Subject=a%20b");
        assertThat(uri.text())
                .isEqualTo("sips:alice@[2001:db8::1]:5061;transport=tls;lr?Subject=a%20b");
    }

    @Test
    void readsSmallSipUris() {
        SipUri host = value(SipUri.parse("sip:ims.example"));
        assertThat(host.user()).isEmpty();
        assertThat(host.port()).isEqualTo(SipUri.NO_PORT);
        SipUri phone = value(SipUri.parse("sip:+8613800000001@ims.example;user=Phone"));
        assertThat(phone.isPhone()).isTrue();
        SipUri inner = value(SipUri.parse("sip:+86138;phone-context=x@ims.example"));
        assertThat(inner.user()).isEqualTo("+86138;phone-context=x");
        assertThat(inner.host()).isEqualTo("ims.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tel:+861",
                "sip:",
                "sip:a@",
                "sip:a@[::1",
                "sip:a@b:70000",
                "sip:a@b:",
                "sip:a@b:50x",
                "sip:a b@c",
                "sip:+8613800000001@home@evil",
                "sip:a@h\u00e9",
                "sip:<a@b>"
            })
    void refusesWhatIsNoSipUri(String text) {
        assertThat(SipUri.parse(text)).isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void holdsTheLengthLimits() {
        String longest = "sip:" + "a".repeat(SipUri.DEFAULT_MAX_LENGTH - 4);
        assertThat(SipUri.parse(longest)).isInstanceOf(Parse.Parsed.class);
        assertThat(SipUri.parse(longest + "a")).isInstanceOf(Parse.Malformed.class);
        String digits = "tel:" + "1".repeat(TelUri.DEFAULT_MAX_NUMBER);
        assertThat(TelUri.parse(digits)).isInstanceOf(Parse.Parsed.class);
        assertThat(TelUri.parse(digits + "1")).isInstanceOf(Parse.Malformed.class);
        String list = "<sip:a>,".repeat(NameAddr.DEFAULT_LIST_LIMIT);
        assertThat(NameAddr.parseList(list)).isInstanceOf(Parse.Parsed.class);
        assertThat(NameAddr.parseList(list + "<sip:b>")).isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void writtenSipUrisAreReadAgain() {
        var text = strings().allPossible().ofLengthBetween(0, 20).map(UriTest::wellFormed);
        qt().forAll(text, text)
                .checkAssert((user, value) -> {
                    var parameter = Parameter.token("p", value);
                    var parameters = new Parameters(List.of(parameter));
                    var uri = new SipUri(false, user, "h", 5060, parameters, "");
                    assertThat(value(SipUri.parse(uri.text()))).isEqualTo(uri);
                });
    }

    private static String wellFormed(String text) {
        return text.codePoints()
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void readsTelUris() {
        TelUri tel = value(TelUri.parse("tel:+86-138-(0000).0001;isub=12;Phone-Context=x"));
        assertThat(tel.number()).isEqualTo("+8613800000001");
        assertThat(tel.isGlobal()).isTrue();
        assertThat(tel.isub()).contains("12");
        assertThat(tel.phoneContext()).contains("x");
        assertThat(tel.text()).isEqualTo("tel:+8613800000001;isub=12;Phone-Context=x");
        assertThat(TelUri.parse("tel:")).isInstanceOf(Parse.Malformed.class);
        assertThat(TelUri.parse("tel:+")).isInstanceOf(Parse.Malformed.class);
        assertThat(TelUri.parse("tel:1+2")).isInstanceOf(Parse.Malformed.class);
        assertThat(TelUri.parse("sip:1@b")).isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void readsAddresses() {
        NameAddr named = value(NameAddr.parse(" \"A \\\"B\\\", C\" <sip:a@b;lr>;tag=1;x"));
        assertThat(named.displayName()).isEqualTo("A \"B\", C");
        assertThat(named.uri()).isEqualTo("sip:a@b;lr");
        assertThat(named.parameters().value("tag")).contains("1");
        assertThat(value(NameAddr.parse(named.text()))).isEqualTo(named);

        NameAddr token = value(NameAddr.parse("Demo Bot <sip:1@b>"));
        assertThat(token.displayName()).isEqualTo("Demo Bot");

        NameAddr bare = value(NameAddr.parse("tel:+8613800000001;tag=2"));
        assertThat(bare.uri()).isEqualTo("tel:+8613800000001");
        assertThat(bare.parameters().value("tag")).contains("2");

        for (String wrong : List.of("", "\"x", "<>", "<sip:a", "a b", ";x")) {
            assertThat(NameAddr.parse(wrong)).as(wrong).isInstanceOf(Parse.Malformed.class);
        }
    }

    @Test
    void readsAddressLists() {
        var list = value(NameAddr.parseList("\"a,b\" <sip:a,x@b>, <tel:+861>, , tel:+862"));
        assertThat(list)
                .extracting(NameAddr::uri)
                .containsExactly("sip:a,x@b", "tel:+861", "tel:+862");
        assertThat(NameAddr.parseList(" , ")).isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void findsTheUriWithoutReadingTheAddress() {
        assertThat(uriOf("\"a<b\\\">\" <sip:a@b>;tag=1")).isEqualTo("sip:a@b");
        assertThat(uriOf(" tel:+861;x ")).isEqualTo("tel:+861");
        assertThat(uriOf("<sip:a")).isEqualTo("sip:a");
    }

    private static String uriOf(String address) {
        return NameAddr.uriOf(ByteSlice.of(address)).text();
    }

    @ParameterizedTest
    @CsvSource({
        "tel:+8613800000001, 8613800000001",
        "tel:+86-138-0000-0001, 8613800000001",
        "TEL:+86(138)0000.0001;isub=1, 8613800000001",
        "sip:+8613800000001@ims.example, 8613800000001",
        "sip:+8613800000001@ims.example;user=phone, 8613800000001",
        "sip:%2B8613800000001@ims.example;user=phone, 8613800000001",
        "sips:+8613800000001:secret@ims.example, 8613800000001",
        "<sip:+8613800000001@ims.example>;tag=1, 8613800000001",
        "'\"B\" <tel:+8613800000001>', 8613800000001",
        "13800000001, 8613800000001",
        "tel:13800000001;phone-context=ims.example, 8613800000001",
        "tel:13800000001;phone-context=+86, 8613800000001",
        "sip:13800000001@ims.example;user=phone, 8613800000001",
        "sip:13800000001;phone-context=x@ims.example;user=phone, 8613800000001",
        "tel:008613800000001, 8613800000001",
        "tel:0014155550100, 14155550100",
        "tel:8613800000001, 8613800000001",
        "tel:01012345678, 861012345678",
        "tel:5550100;phone-context=+1415, 14155550100",
        "+14155550100, 14155550100"
    })
    void findsTheNumber(String address, long expected) {
        assertThat(CHINA.number(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tel:10086",
                "tel:10690000123",
                "sip:10690000@botplatform.rcs.example.cn",
                "sip:13800000001@ims.example",
                "sip:ims.example",
                "sip:alice@ims.example",
                "tel:+0123456789",
                "tel:+1234567890123456",
                "tel:+999999999999999999999999999999",
                "tel:1380000000a",
                "mailto:a@b",
                "sip:anonymous@anonymous.invalid",
                "tel:1234567"
            })
    void otherAddressesAreNoNumber(String address) {
        assertThat(CHINA.number(address)).isEqualTo(NumberPlan.NOT_A_NUMBER);
    }

    @Test
    void everyGlobalNumberIsFoundInEverySpelling() {
        qt().forAll(longs().between(10_000L, 999_999_999_999_999L))
                .checkAssert(number -> {
                    String plus = NumberPlan.format(number);
                    for (String address :
                            List.of(
                                    "tel:" + plus,
                                    "sip:" + plus + "@h;user=phone",
                                    "\"x\" <sip:" + plus + "@h:5060>;tag=1",
                                    "tel:" + plus.replaceAll("(\\d)(\\d)", "$1-$2"))) {
                        assertThat(CHINA.number(address)).isEqualTo(number);
                    }
                });
    }

    @Test
    void aPlanThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new NumberPlan("0", "0", "00", 1, 2, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NumberPlan("86", "0", "00", 5, 14, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noTextMakesItThrow() {
        var noise = strings().betweenCodePoints(32, 64).ofLengthBetween(0, 40);
        qt().forAll(noise, strings().allPossible().ofLengthBetween(0, 20))
                .checkAssert((a, b) -> {
                    for (String text : List.of(a, b, "sip:" + a + b, "tel:" + a, "<" + b + a)) {
                        assertThat(SipUri.parse(text)).isNotNull();
                        assertThat(TelUri.parse(text)).isNotNull();
                        assertThat(NameAddr.parseList(text)).isNotNull();
                        assertThat(CHINA.number(text)).isNotNegative();
                        assertThat(NameAddr.uriOf(ByteSlice.of(text))).isNotNull();
                    }
                });
    }
}
