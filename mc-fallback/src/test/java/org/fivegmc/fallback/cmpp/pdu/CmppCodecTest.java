package org.fivegmc.fallback.cmpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fivegmc.fallback.answer.Meaning;
import org.fivegmc.fallback.text.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CmppCodecTest {
    private static final Octets SIXTEEN = Octets.of(new byte[16]);

    private static byte[] written(CmppPdu pdu, CmppVersion version) {
        ByteBuf out = Unpooled.buffer();
        CmppCodec.encode(pdu, out, version);
        return ByteBufUtil.getBytes(out);
    }

    private static CmppRead read(byte[] octets, CmppVersion version) {
        return CmppCodec.decode(Unpooled.wrappedBuffer(octets), version);
    }

    private static CmppSubmit submit(List<String> destinations) {
        return new CmppSubmit(
                2,
                1,
                1,
                6,
                "HELP",
                2,
                1,
                8,
                "901234",
                "01",
                "000000",
                "000000010000000R",
                "10655",
                destinations,
                Octets.of("content".getBytes(StandardCharsets.US_ASCII)));
    }

    static Stream<CmppPdu> pdus() {
        return Stream.of(
                new CmppPdu.Connect(1, "901234", SIXTEEN, 0x30, 1_231_235_959),
                new CmppPdu.ConnectResp(1, 3, SIXTEEN, 0x30),
                new CmppPdu.Terminate(2),
                new CmppPdu.TerminateResp(2),
                new CmppPdu.Submit(3, submit(List.of("8613800000001", "8613800000002"))),
                new CmppPdu.SubmitResp(3, 0x8123_4567_89ab_cdefL, 8),
                new CmppPdu.Deliver(
                        4,
                        new CmppDeliver(
                                -1,
                                "10655",
                                "HELP",
                                0,
                                15,
                                "13800000001",
                                0,
                                Octets.of(new byte[] {1, 2}))),
                new CmppPdu.DeliverResp(4, -1, 9),
                new CmppPdu.ActiveTest(5),
                new CmppPdu.ActiveTestResp(5));
    }

    @ParameterizedTest
    @MethodSource("pdus")
    void whatIsWrittenIsReadAgainInBothVersions(CmppPdu pdu) {
        for (CmppVersion version : CmppVersion.values()) {
            assertThat(read(written(pdu, version), version)).isEqualTo(pdu);
        }
    }

    /// Field by field as the tables of the standard have them, written here without the codec.
    @ParameterizedTest
    @EnumSource
    void aSubmissionHasEveryFieldAtItsPlace(CmppVersion version) {
        boolean three = version == CmppVersion.V30;
        ByteBuffer expected = ByteBuffer.allocate(three ? 12 + 151 + 32 + 7 : 12 + 126 + 21 + 7);
        expected.putInt(expected.capacity()).putInt(4).putInt(3);
        expected.putLong(0).put((byte) 2).put((byte) 1).put((byte) 1).put((byte) 6);
        field(expected, "HELP", 10);
        expected.put((byte) 2);
        field(expected, "", three ? 33 : 21);
        expected.put((byte) 0).put((byte) 1).put((byte) 8);
        field(expected, "901234", 6);
        field(expected, "01", 2);
        field(expected, "000000", 6);
        field(expected, "000000010000000R", 17);
        field(expected, "", 17);
        field(expected, "10655", 21);
        expected.put((byte) 1);
        field(expected, "8613800000001", three ? 33 : 21);
        expected.put((byte) 7).put("content".getBytes(StandardCharsets.US_ASCII));
        field(expected, "", three ? 20 : 8);
        assertThat(expected.hasRemaining()).isFalse();
        var pdu = new CmppPdu.Submit(3, submit(List.of("8613800000001")));
        assertThat(written(pdu, version)).isEqualTo(expected.array());
    }

    private static void field(ByteBuffer out, String text, int length) {
        out.put(text.getBytes(StandardCharsets.US_ASCII)).put(new byte[length - text.length()]);
    }

    @ParameterizedTest
    @MethodSource("pdus")
    void oneOctetTooFewOrTooManyIsMalformed(CmppPdu pdu) {
        for (CmppVersion version : CmppVersion.values()) {
            byte[] sound = written(pdu, version);
            byte[] more = Arrays.copyOf(sound, sound.length + 1);
            assertThat(read(more, version)).isInstanceOf(CmppRead.Malformed.class);
            boolean lenient =
                    pdu instanceof CmppPdu.Deliver
                            || pdu instanceof CmppPdu.ActiveTestResp
                            || sound.length == CmppCodec.HEADER;
            if (!lenient) {
                byte[] fewer = Arrays.copyOf(sound, sound.length - 1);
                assertThat(read(fewer, version)).isInstanceOf(CmppRead.Malformed.class);
            }
        }
    }

    /// Seen in the field: no receipt shall be lost for it.
    @Test
    void aDeliverMayEndEarlyInItsLinkIdAndAnActiveTestRespHaveNothing() {
        var deliver =
                new CmppPdu.Deliver(
                        4, new CmppDeliver(1, "1", "", 0, 0, "2", 0, Octets.of(new byte[] {'x'})));
        byte[] sound = written(deliver, CmppVersion.V30);
        byte[] brief = Arrays.copyOf(sound, sound.length - 20);
        assertThat(read(brief, CmppVersion.V30)).isEqualTo(deliver);
        byte[] cut = Arrays.copyOf(sound, sound.length - 21);
        assertThat(read(cut, CmppVersion.V30))
                .isInstanceOfSatisfying(
                        CmppRead.Malformed.class,
                        malformed -> {
                            assertThat(malformed.rule()).isEqualTo("Msg_Content");
                            assertThat(malformed.deliver()).isTrue();
                            assertThat(malformed.response()).isFalse();
                        });
        byte[] test = written(new CmppPdu.ActiveTestResp(5), CmppVersion.V30);
        assertThat(read(Arrays.copyOf(test, test.length - 1), CmppVersion.V30))
                .isEqualTo(new CmppPdu.ActiveTestResp(5));
    }

    @Test
    void resultsAreReadInTheLengthOfEitherVersion() {
        for (CmppPdu pdu :
                List.of(
                        new CmppPdu.ConnectResp(1, 3, SIXTEEN, 0x20),
                        new CmppPdu.SubmitResp(2, 7, 8),
                        new CmppPdu.DeliverResp(3, 7, 1))) {
            assertThat(read(written(pdu, CmppVersion.V20), CmppVersion.V30)).isEqualTo(pdu);
            assertThat(read(written(pdu, CmppVersion.V30), CmppVersion.V20)).isEqualTo(pdu);
        }
    }

    @Test
    void destinationsAreFromOneToNinetyNine() {
        List<String> most = Collections.nCopies(99, "13800000001");
        byte[] sound = written(new CmppPdu.Submit(1, submit(most)), CmppVersion.V30);
        assertThat(sound.length).isLessThanOrEqualTo(CmppCodec.DEFAULT_MAX_PDU);
        assertThat(read(sound, CmppVersion.V30)).isInstanceOf(CmppPdu.Submit.class);
        List<String> more = Collections.nCopies(100, "13800000001");
        for (List<String> wrong : List.of(more, List.<String>of())) {
            assertThat(
                            read(
                                    written(new CmppPdu.Submit(1, submit(wrong)), CmppVersion.V30),
                                    CmppVersion.V30))
                    .isInstanceOfSatisfying(
                            CmppRead.Malformed.class,
                            malformed -> assertThat(malformed.rule()).isEqualTo("DestUsr_tl"));
        }
    }

    @Test
    void aTextLongerThanItsFieldIsNeverCut() {
        assertThatThrownBy(() ->
                        written(
                                new CmppPdu.Submit(1, submit(List.of("1".repeat(22)))),
                                CmppVersion.V20))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statusReportsOfBothLengthsAreReadInEitherVersion() {
        var report = new CmppReport(77, "DELIVRD", "2601010000", "2601010001", "8613800000001", 5);
        Octets brief = report.write(CmppVersion.V20);
        Octets full = report.write(CmppVersion.V30);
        assertThat(brief.length()).isEqualTo(60);
        assertThat(full.length()).isEqualTo(71);
        assertThat(CmppReport.read(brief)).contains(report);
        assertThat(CmppReport.read(full)).contains(report);
        // neither: the number is what is there
        byte[] odd = Arrays.copyOf(full.array(), 48);
        assertThat(CmppReport.read(Octets.of(odd)).orElseThrow())
                .matches(read -> read.msgId() == 77)
                .matches(read -> read.destTerminalId().equals("8613800000001"));
        assertThat(CmppReport.read(Octets.of(Arrays.copyOf(full.array(), 34)))).isEmpty();
    }

    @Test
    void textsAreReadInEveryFormat() {
        assertThat(CmppFormat.text(0, new byte[] {'a', '@'})).isEqualTo("a@");
        assertThat(CmppFormat.text(8, new byte[] {0x4e, 0x2d})).isEqualTo("\u4e2d");
        assertThat(CmppFormat.text(15, new byte[] {(byte) 0xd6, (byte) 0xd0})).isEqualTo("\u4e2d");
        assertThat(CmppFormat.text(4, new byte[] {1})).isEmpty();
    }

    @Test
    void theStreamIsCutByTotalLengthAndEndsAtOneThatCannotBe() {
        var channel =
                new EmbeddedChannel(
                        new CmppFrameDecoder(CmppVersion.V30, CmppCodec.DEFAULT_MAX_PDU));
        byte[] two = written(new CmppPdu.SubmitResp(2, 7, 0), CmppVersion.V30);
        for (byte octet : two) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {octet}));
        }
        assertThat(channel.<CmppRead>readInbound()).isEqualTo(new CmppPdu.SubmitResp(2, 7, 0));
        channel.writeInbound(
                Unpooled.buffer().writeInt(CmppCodec.DEFAULT_MAX_PDU + 1).writeBytes(two));
        assertThat(channel.<CmppRead>readInbound())
                .isEqualTo(new CmppRead.BrokenFraming(CmppCodec.DEFAULT_MAX_PDU + 1));
        channel.writeInbound(Unpooled.wrappedBuffer(two));
        assertThat(channel.<CmppRead>readInbound()).isNull();
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void anUnknownCommandIsToldAsSuch() {
        ByteBuffer query = ByteBuffer.allocate(20).putInt(20).putInt(6).putInt(9);
        assertThat(read(query.array(), CmppVersion.V30))
                .isEqualTo(new CmppRead.UnknownCommand(6, 9));
    }

    @Test
    void everyResultHasItsMeaning() {
        assertThat(CmppStatus.meaning(0)).isEqualTo(Meaning.OK);
        assertThat(CmppStatus.meaning(8)).isEqualTo(Meaning.THROTTLED);
        assertThat(List.of(1, 2, 4, 6, 9, 10, 12, 13))
                .allMatch(code -> CmppStatus.meaning(code) == Meaning.PERMANENT);
        assertThat(List.of(5, 7, 11))
                .allMatch(code -> CmppStatus.meaning(code) == Meaning.GATEWAY_DOWN);
        assertThat(List.of(3, 14, 255, -1))
                .allMatch(code -> CmppStatus.meaning(code) == Meaning.TRANSIENT);
        assertThat(Stream.of(CmppStatus.values()).map(CmppStatus::code))
                .containsExactlyElementsOf(IntStream.range(0, 14).boxed().toList());
    }
}
