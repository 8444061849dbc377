package org.fivegmc.wire.imdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Fixture;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.cpim.CpimWriter;
import org.fivegmc.wire.mime.MultipartWriter;
import org.fivegmc.wire.xml.SafeXml;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImdnCodecTest {
    private static final Fixture DELIVERED = Fixture.of("imdn/valid/delivered.xml");
    private final ImdnCodec codec = new ImdnCodec();

    static List<Fixture> wild() {
        return Fixture.all("imdn/wild");
    }

    static List<Fixture> invalid() {
        return Fixture.all("imdn/invalid");
    }

    private static ImdnReport only(ImdnResult result) {
        return switch (result) {
            case ImdnResult.Parsed(List<ImdnReport> reports, int _) -> {
                assertThat(reports).hasSize(1);
                yield reports.getFirst();
            }
            case ImdnResult.Malformed(int _, String rule) -> fail(rule);
        };
    }

    @Tag("RFC5438-11")
    @Test
    void readsADeliveryReport() {
        ImdnReport report = only(codec.parse(DELIVERED.slice()));
        assertThat(report)
                .isEqualTo(
                        new ImdnReport(
                                "Msg34jk324j",
                                "2026-11-22T20:38:00.123+08:00",
                                "tel:+8613800000002",
                                "tel:+8613800000002",
                                NotificationKind.DELIVERY,
                                Disposition.DELIVERED));
        assertThat(report.time()).contains(Instant.parse("2026-11-22T12:38:00.123Z"));
    }

    @Tag("RFC5438-7.2")
    @Test
    void readsAReportInItsEnvelope() {
        var envelope = CpimMessage.parse(Fixture.of("cpim/valid/delivery-report.cpim").octets());
        if (!(envelope instanceof CpimResult.Parsed(CpimMessage message))) {
            fail("no CPIM");
            return;
        }
        assertThat(ImdnCodec.isImdn(message.contentType())).isTrue();
        assertThat(only(codec.parse(message)).messageId()).isEqualTo("Msg34jk324j");
    }

    @Test
    void readsAReportUnderBase64() {
        byte[] encoded = Base64.getMimeEncoder().encode(DELIVERED.octets());
        byte[] octets =
                new CpimWriter()
                        .from("tel:+8613800000002")
                        .contentType("message/imdn+xml")
                        .contentHeader("Content-Transfer-Encoding", "base64")
                        .content(ByteSlice.of(encoded));
        if (!(CpimMessage.parse(octets) instanceof CpimResult.Parsed(CpimMessage message))) {
            fail("no CPIM");
            return;
        }
        assertThat(codec.parse(message)).isEqualTo(codec.parse(DELIVERED.slice()));
    }

    @Tag("RFC5438-11.1.9")
    @Test
    void readsBothSpellingsOfInterworking() {
        ImdnReport longer =
                only(codec.parse(Fixture.of("imdn/valid/interworking-sms.xml").slice()));
        assertThat(longer.disposition()).isEqualTo(Disposition.INTERWORKING_SMS);
        var shorter = new ImdnCodec(InterworkingNames.SHORT, 1000).write(longer);
        assertThat(ByteSlice.of(shorter).text()).contains("<cpm:sms/>");
        assertThat(only(codec.parse(shorter))).isEqualTo(longer);
        assertThat(ByteSlice.of(codec.write(longer)).text()).contains("<cpm:interworking-sms/>");
    }

    @ParameterizedTest
    @MethodSource("wild")
    void readsWhatOccursInTheWild(Fixture fixture) {
        ImdnReport report = only(codec.parse(fixture.slice()));
        assertThat(report.messageId()).isEqualTo("Msg34jk324j");
        assertThat(report.kind()).isEqualTo(NotificationKind.DELIVERY);
        assertThat(report.disposition()).isEqualTo(Disposition.DELIVERED);
        assertThat(report.time()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    @Tag("RFC5438-11")
    void refusesWhatIsNoReport(Fixture fixture) {
        assertThat(codec.parse(fixture.slice())).isInstanceOf(ImdnResult.Malformed.class);
    }

    @Test
    void theCommonFormNeedsNoXmlParser() {
        assertThat(PlainXmlReader.read(DELIVERED.slice(), new ReportBuilder())).isTrue();
    }

    @Test
    void readersAgreeOnEveryDamagedReport() {
        qt().forAll(longs().all())
                .checkAssert(seed -> {
                    Random random = new Random(seed);
                    byte[] octets = DELIVERED.octets();
                    for (int i = 0; i < 1 + random.nextInt(3); i++) {
                        octets[random.nextInt(octets.length)] =
                                octets[random.nextInt(octets.length)];
                    }
                    ByteSlice document = ByteSlice.of(octets);
                    var fast = new ReportBuilder();
                    if (PlainXmlReader.read(document, fast)) {
                        var slow = new ReportBuilder();
                        assertThat(SafeXml.read(document, 4096, 16, slow)).isEmpty();
                        assertThat(fast.complaint()).isEqualTo(slow.complaint());
                        if (fast.complaint().isEmpty()) {
                            assertThat(fast.report()).isEqualTo(slow.report());
                        }
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufffe", "\uffff"})
    void refusesWhatIsNoCharacterOfXml(String octets) {
        String report =
                "<imdn><message-id>m</message-id><datetime>%s</datetime><delivery-notification>"
                        + "<status><delivered/></status></delivery-notification></imdn>";
        for (String text : List.of(octets, "now" + octets, octets + "now")) {
            assertThat(codec.parse(ByteSlice.of(report.formatted(text))))
                    .isInstanceOf(ImdnResult.Malformed.class);
        }
        assertThat(only(codec.parse(ByteSlice.of(report.formatted("\ufffd")))).dateTime())
                .isEqualTo("\ufffd");
    }

    @ParameterizedTest
    @EnumSource(Disposition.class)
    @Tag("RFC5438-11")
    void whatIsWrittenIsRead(Disposition disposition) {
        var text = strings().basicMultilingualPlaneAlphabet().ofLengthBetween(0, 30);
        qt().forAll(text, arbitrary().enumValues(NotificationKind.class))
                .checkAssert((uri, kind) -> {
                    if (disposition.fits(kind)) {
                        String clean = uri.replaceAll("[\\p{C}\\s]", "").strip();
                        var report = new ImdnReport("<&id>", "t", clean, "", kind, disposition);
                        assertThat(only(codec.parse(codec.write(report)))).isEqualTo(report);
                    }
                });
    }

    @Test
    void noOctetsMakeItThrow() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 60))
                .checkAssert(text ->
                        assertThat(codec.parse(ByteSlice.of("<a>" + text)))
                                .isInstanceOf(ImdnResult.Malformed.class));
    }

    @Tag("RFC5438-8")
    @Test
    void readsAnAggregateAndCountsWhatItCannotRead() {
        var written =
                new MultipartWriter()
                        .part("message/imdn+xml", "notification", DELIVERED.slice())
                        .part("message/imdn", DELIVERED.slice())
                        .part("text/plain", ByteSlice.of("hello"))
                        .part("message/imdn+xml", ByteSlice.of("<imdn/>"))
                        .write();
        ByteSlice type = ByteSlice.of("multipart/mixed; boundary=\"" + written.boundary() + "\"");
        var result = codec.parse(type, written.body());
        assertThat(result)
                .isInstanceOfSatisfying(
                        ImdnResult.Parsed.class,
                        parsed -> {
                            assertThat(parsed.reports()).hasSize(2);
                            assertThat(parsed.unreadable()).isEqualTo(2);
                        });
    }

    @Test
    void holdsItsLimit() {
        int length = DELIVERED.octets().length;
        var exact = new ImdnCodec(InterworkingNames.LONG, length);
        var tight = new ImdnCodec(InterworkingNames.LONG, length - 1);
        assertThat(exact.parse(DELIVERED.slice())).isInstanceOf(ImdnResult.Parsed.class);
        assertThat(tight.parse(DELIVERED.slice())).isInstanceOf(ImdnResult.Malformed.class);
    }

    @Test
    void tellsReportsByType() {
        assertThat(ImdnCodec.isImdn("Message/IMDN+XML ; charset=utf-8")).isTrue();
        assertThat(ImdnCodec.isImdn("message/imdn")).isTrue();
        assertThat(ImdnCodec.isImdn("message/imdnx")).isFalse();
    }
}
