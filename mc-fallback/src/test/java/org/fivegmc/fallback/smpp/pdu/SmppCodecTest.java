package org.fivegmc.fallback.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.fivegmc.fallback.answer.Meaning;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.SmsAddress;
import org.junit.jupiter.api.Test;

final class SmppCodecTest {
    private static final ShortMessage MESSAGE =
            new ShortMessage(
                    "",
                    SmsAddress.serviceCode("10655"),
                    SmsAddress.international("8613800000001"),
                    0x40,
                    2,
                    "000000010000000R",
                    1,
                    8,
                    Octets.of(new byte[] {5, 0, 3, 7, 2, 1, 0x4e, 0x2d}),
                    new Tlvs(List.of(Tlv.ofShort(Tlv.USER_MESSAGE_REFERENCE, 0x1234))));

    private static final List<Pdu> ALL =
            List.of(
                    new Pdu.Bind(BindMode.TRANSCEIVER, 1, "mc", "secret", "", 0x34),
                    new Pdu.Bind(BindMode.RECEIVER, 1, "mc", "secret", "x", 0x34),
                    new Pdu.BindResp(
                            BindMode.TRANSCEIVER,
                            0,
                            1,
                            "smsc",
                            new Tlvs(List.of(Tlv.ofByte(0x210, 0x34)))),
                    new Pdu.BindResp(BindMode.TRANSMITTER, 14, 1, "", Tlvs.none()),
                    new Pdu.SubmitSm(2, MESSAGE),
                    new Pdu.SubmitSmResp(0, 2, "1c26eaaa"),
                    new Pdu.DeliverSm(3, MESSAGE),
                    new Pdu.DeliverSmResp(0x64, 3),
                    new Pdu.EnquireLink(4),
                    new Pdu.EnquireLinkResp(0, 4),
                    new Pdu.Unbind(5),
                    new Pdu.UnbindResp(0, 5),
                    new Pdu.GenericNack(3, 6));

    private static ByteBuf encoded(Pdu pdu) {
        ByteBuf out = Unpooled.buffer();
        SmppCodec.encode(pdu, out);
        return out;
    }

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void goldenOctets() {
        assertThat(ByteBufUtil.hexDump(encoded(new Pdu.EnquireLink(7))))
                .isEqualTo("00000010000000150000000000000007");
        assertThat(
                        ByteBufUtil.hexDump(
                                encoded(
                                        new Pdu.Bind(
                                                BindMode.TRANSCEIVER, 1, "mc", "pw", "", 0x34))))
                .isEqualTo(
                        "0000001b000000090000000000000001"
                                + "6d6300"
                                + "707700"
                                + "00"
                                + "34"
                                + "000000");
        assertThat(ByteBufUtil.hexDump(encoded(new Pdu.SubmitSm(2, MESSAGE))))
                .isEqualTo(
                        "00000051000000040000000000000002"
                                + "00"
                                + "0001313036353500"
                                + "01013836313338303030303030303100"
                                + "400002"
                                + "00"
                                + "30303030303030313030303030303052"
                                + "00"
                                + "01000800"
                                + "08050003070201"
                                + "4e2d"
                                + "020400021234");
        assertThat(ByteBufUtil.hexDump(encoded(new Pdu.DeliverSmResp(0x64, 9))))
                .isEqualTo("00000011800000050000006400000009" + "00");
    }

    @Test
    void everyPduComesBack() {
        for (Pdu pdu : ALL) {
            assertThat(SmppCodec.decode(encoded(pdu))).isEqualTo(pdu);
        }
    }

    @Test
    void responsesMayComeWithoutBody() {
        assertThat(SmppCodec.decode(hex("00000010 80000004 00000058 00000009")))
                .isEqualTo(new Pdu.SubmitSmResp(0x58, 9, ""));
        assertThat(SmppCodec.decode(hex("00000010 80000009 0000000e 00000001")))
                .isEqualTo(new Pdu.BindResp(BindMode.TRANSCEIVER, 14, 1, "", Tlvs.none()));
    }

    @Test
    void strayOctetsAfterTheParametersAreDropped() {
        ByteBuf frame =
                encoded(new Pdu.DeliverSm(3, MESSAGE)).writeBytes(new byte[] {4, 0x27, 0, 9, 2});
        assertThat(SmppCodec.decode(frame)).isEqualTo(new Pdu.DeliverSm(3, MESSAGE));
    }

    @Test
    void malformedAndUnknownAreValues() {
        assertThat(SmppCodec.decode(hex("00000012 80000004 00000000 00000009 4142")))
                .isEqualTo(new SmppRead.Malformed(0x8000_0004, 9, 16, "message_id"));
        assertThat(SmppCodec.decode(hex("00000010 00000102 00000000 00000009")))
                .isEqualTo(new SmppRead.UnknownCommand(0x102, 9));
    }

    @Test
    void everyTruncationIsAValue() {
        byte[] whole = ByteBufUtil.getBytes(encoded(new Pdu.DeliverSm(3, MESSAGE)));
        int mandatory = whole.length - 6;
        for (int length = SmppCodec.HEADER; length < mandatory; length++) {
            assertThat(SmppCodec.decode(Unpooled.wrappedBuffer(whole, 0, length)))
                    .isInstanceOf(SmppRead.Malformed.class);
        }
    }

    @Test
    void noOctetsMakeItThrow() {
        var random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            byte[] octets = ByteBufUtil.getBytes(encoded(ALL.get(random.nextInt(ALL.size()))));
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            assertThat(SmppCodec.decode(Unpooled.wrappedBuffer(octets))).isNotNull();
        }
    }

    @Test
    void anyCutOfTheStreamGivesTheSamePdus() {
        ByteBuf stream = Unpooled.buffer();
        ALL.forEach(pdu -> SmppCodec.encode(pdu, stream));
        byte[] octets = ByteBufUtil.getBytes(stream);
        var random = new Random(5);
        for (int round = 0; round < 100; round++) {
            var channel = new EmbeddedChannel(new SmppFrameDecoder(SmppCodec.DEFAULT_MAX_PDU));
            for (int at = 0; at < octets.length; ) {
                int size = Math.min(octets.length - at, 1 + random.nextInt(40));
                channel.writeInbound(Unpooled.copiedBuffer(octets, at, size));
                at += size;
            }
            List<Object> read = new ArrayList<>(channel.inboundMessages());
            assertThat(read).isEqualTo(ALL);
            assertThat(channel.finish()).isTrue();
            channel.releaseInbound();
        }
    }

    @Test
    void anImpossibleLengthEndsTheStream() {
        for (String length : List.of("00000000", "0000000f", "00000065", "ffffffff")) {
            var channel = new EmbeddedChannel(new SmppFrameDecoder(100));
            channel.writeInbound(hex(length + "000000150000000000000007"));
            channel.writeInbound(encoded(new Pdu.EnquireLink(1)));
            assertThat(channel.inboundMessages())
                    .containsExactly(new SmppRead.BrokenFraming(Long.parseLong(length, 16)));
            channel.releaseInbound();
            assertThat(channel.finish()).isFalse();
        }
    }

    @Test
    void statusesMeanWhatTheTableSays() {
        assertThat(List.of(0x58, 0x14)).allMatch(c -> SmppStatus.meaning(c) == Meaning.THROTTLED);
        assertThat(List.of(0x08, 0x45, 0x64, 0x400))
                .allMatch(c -> SmppStatus.meaning(c) == Meaning.TRANSIENT);
        assertThat(List.of(0x01, 0x02, 0x03, 0x0a, 0x0b, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4))
                .allMatch(c -> SmppStatus.meaning(c) == Meaning.PERMANENT);
        assertThat(List.of(0x0d, 0x0e, 0x0f))
                .allMatch(c -> SmppStatus.meaning(c) == Meaning.GATEWAY_DOWN)
                .allMatch(SmppStatus::refusesCredentials);
    }
}
