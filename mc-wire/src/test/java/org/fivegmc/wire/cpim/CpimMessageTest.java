package org.fivegmc.wire.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Fixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CpimMessageTest {
    private static final Instant SENT = Instant.parse("2026-11-22T12:38:00.123Z");

    static CpimMessage parsed(byte[] octets) {
        return switch (CpimMessage.parse(octets)) {
            case CpimResult.Parsed(CpimMessage message) -> message;
            case CpimResult.Malformed(int offset, String rule) -> fail(rule + " at " + offset);
        };
    }

    static List<Fixture> wild() {
        return Fixture.all("cpim/wild");
    }

    static List<Fixture> invalid() {
        return Fixture.all("cpim/invalid");
    }

    @Tag("RFC3862-2")
    @Test
    void readsAPagerMessage() {
        CpimMessage message = parsed(Fixture.of("cpim/valid/pager.cpim").octets());

        assertThat(message.from().text()).isEqualTo("<sip:+8613800000001@ims.example>");
        assertThat(message.to().text()).isEqualTo("<tel:+8613800000002>");
        assertThat(message.dateTime()).contains(SENT);
        assertThat(message.imdnMessageId().text()).isEqualTo("Msg34jk324j");
        assertThat(message.dispositionNotification())
                .isEqualTo(
                        DispositionRequest.of(
                                DispositionRequest.POSITIVE_DELIVERY,
                                DispositionRequest.NEGATIVE_DELIVERY,
                                DispositionRequest.DISPLAY));
        assertThat(message.header(CpimNamespaces.CPM, "Payload-Type").text())
                .isEqualTo("text/plain");
        assertThat(message.contentType().text()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(message.content().text()).isEqualTo("你好, hello");
    }

    @Test
    @Tag("RFC3862-2")
    void readsAReportAndAChatbotCard() {
        CpimMessage report = parsed(Fixture.of("cpim/valid/delivery-report.cpim").octets());
        assertThat(report.contentDisposition().text()).isEqualTo("notification");
        assertThat(report.dispositionNotification().isEmpty()).isTrue();
        assertThat(report.content().length()).isEqualTo(367);

        CpimMessage card = parsed(Fixture.of("cpim/valid/chatbot-card.cpim").octets());
        assertThat(card.headerText(CpimNamespaces.MAAP, "Traffic-Type")).contains("advertisement");
        assertThat(card.content().length()).isEqualTo(784);
    }

    @ParameterizedTest
    @MethodSource("wild")
    void readsWhatOccursInTheWild(Fixture fixture) {
        CpimMessage message = parsed(fixture.octets());

        assertThat(message.from().text()).isEqualTo("<sip:+8613800000001@ims.example>");
        assertThat(message.imdnMessageId().text()).isEqualTo("Msg34jk324j");
        assertThat(message.dispositionNotification().text())
                .isEqualTo("positive-delivery, negative-delivery, display");
        assertThat(message.header(CpimNamespaces.CPM, "payload-type").text())
                .isEqualTo("text/plain");
        if (fixture.name().equals("headers-only.cpim")) {
            assertThat(message.content().isEmpty()).isTrue();
        } else {
            assertThat(message.content().text()).isEqualTo("你好, hello");
        }
        if (fixture.name().equals("no-datetime.cpim")) {
            assertThat(message.dateTime()).isEmpty();
        } else {
            assertThat(message.dateTime()).contains(SENT);
        }
    }

    @Tag("RFC3862-2.3.1")
    @Test
    void resolvesEscapesAndHeaderParameters() {
        CpimMessage message = parsed(Fixture.of("cpim/wild/escaped-subject.cpim").octets());
        assertThat(message.headerText(CpimNamespaces.CORE, "Subject")).contains("café \"x\"");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    @Tag("RFC3862-2")
    void refusesWhatIsNoCpim(Fixture fixture) {
        var malformed =
                assertThat(CpimMessage.parse(fixture.octets()))
                        .as(fixture.name())
                        .isInstanceOf(CpimResult.Malformed.class)
                        .actual();
        if (malformed instanceof CpimResult.Malformed(int offset, String rule)) {
            assertThat(rule).isNotEmpty();
            assertThat(offset).isBetween(0, fixture.octets().length);
        }
    }

    @Tag("RFC3862-3.4")
    @Test
    void aPrefixBelongsToTheNamespaceItDeclaresNotToItsName() {
        CpimMessage message =
                parsed(utf8("NS: imdn <http://example.com/other>\nimdn.Message-ID: a\n\n\n"));
        assertThat(message.imdnMessageId().isEmpty()).isTrue();
        assertThat(message.header("http://example.com/other", "Message-ID").text()).isEqualTo("a");
    }

    @Tag("RFC3862-3.4")
    @Test
    void aDefaultNamespaceTakesUnprefixedHeaders() {
        CpimMessage message =
                parsed(utf8("From: <a:b>\nNS: <urn:ietf:params:imdn>\nMessage-ID: m\n\n\n"));
        assertThat(message.imdnMessageId().text()).isEqualTo("m");
        assertThat(message.from().text()).isEqualTo("<a:b>");
    }

    @Test
    @Tag("RFC3862-3.2")
    void noValueSmugglesInAHeader() {
        byte[] octets =
                new CpimWriter()
                        .from("\"x\r\nimdn.Message-ID: forged\" <sip:a@b>")
                        .imdn("real\n\nContent-Type: text/html")
                        .contentType("text/plain\r\n\r\nforged")
                        .content(ByteSlice.of("hello"));
        CpimMessage message = parsed(octets);
        assertThat(message.headerCount()).isEqualTo(3);
        assertThat(message.imdnMessageId().text()).startsWith("real");
        assertThat(message.contentHeaders().count()).isEqualTo(2);
        assertThat(message.content().text()).isEqualTo("hello");
    }

    @Test
    void countsFromTheStartOfTheSlice() {
        byte[] padded = utf8("xxxTo <a>\n\n");
        var result = CpimMessage.parse(ByteSlice.of(padded, 3, padded.length - 3));
        assertThat(result).isEqualTo(new CpimResult.Malformed(0, "header line without a colon"));
    }

    @Test
    void holdsItsLimits() {
        CpimLimits limits = new CpimLimits(64, 3, 1);
        assertThat(CpimMessage.parse(slice("A: 1\nB: 2\nC: 3\n\n\n"), limits))
                .isInstanceOf(CpimResult.Parsed.class);
        assertThat(CpimMessage.parse(slice("A: 1\nB: 2\nC: 3\nD: 4\n\n\n"), limits))
                .isEqualTo(new CpimResult.Malformed(15, "more than 3 headers"));
        assertThat(CpimMessage.parse(slice("NS: a <b>\nNS: c <d>\n\n\n"), limits))
                .isEqualTo(new CpimResult.Malformed(0, "more than 1 namespaces"));
        assertThat(CpimMessage.parse(slice("A: " + "x".repeat(60) + "\n\n\n"), limits))
                .isEqualTo(new CpimResult.Malformed(64, "header block longer than 64 octets"));
        assertThat(CpimMessage.parse(slice("A: 1\n\nB: " + "x".repeat(64) + "\n\n"), limits))
                .isInstanceOf(CpimResult.Malformed.class);
        assertThat(CpimMessage.parse(slice("A: 1\n\nB: 2\n\n" + "x".repeat(999)), limits))
                .isInstanceOf(CpimResult.Parsed.class);
    }

    @ParameterizedTest
    @MethodSource("wild")
    @Tag("RFC3862-4.4")
    void stampsNetworkTimeAndNothingElse(Fixture fixture) {
        CpimMessage before = parsed(fixture.octets());
        Instant now = Instant.parse("2026-11-23T00:00:00Z");
        byte[] stamped = before.withDateTime(now, ZoneOffset.ofHours(8));
        CpimMessage after = parsed(stamped);

        assertThat(after.dateTime()).contains(now);
        assertThat(withoutDateTime(stamped)).isEqualTo(withoutDateTime(fixture.octets()));
    }

    @ParameterizedTest
    @MethodSource("wild")
    @Tag("RFC3862-4.1")
    void namesOtherPartiesAndChangesNothingElse(Fixture fixture) {
        CpimMessage before = parsed(fixture.octets());
        byte[] changed = parsed(before.withFrom("tel:+861")).withTo("tel:+862");
        CpimMessage after = parsed(changed);

        assertThat(after.from().text()).isEqualTo("<tel:+861>");
        assertThat(after.to().text()).isEqualTo("<tel:+862>");
        assertThat(after.imdnMessageId().text()).isEqualTo(before.imdnMessageId().text());
        assertThat(after.dateTimeText().text()).isEqualTo(before.dateTimeText().text());
        assertThat(after.contentType().text()).isEqualTo(before.contentType().text());
        assertThat(after.content().toByteArray()).isEqualTo(before.content().toByteArray());
    }

    private static String withoutDateTime(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return text.replaceAll("(?i)datetime: [^\r\n]*\r?\n", "");
    }

    private static ByteSlice slice(String text) {
        return ByteSlice.of(text);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
