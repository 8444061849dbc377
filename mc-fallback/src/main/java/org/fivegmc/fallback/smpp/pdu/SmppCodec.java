package org.fivegmc.fallback.smpp.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.fivegmc.fallback.text.SmsAddress;

/// One PDU and its octets (SMPP 3.4 clauses 3.2 and 4). Stateless; any thread.
public final class SmppCodec {
    /// command_length, command_id, command_status, sequence_number.
    public static final int HEADER = 16;

    /// Default limit of command_length: the header, the mandatory parameters and the longest TLV.
    public static final int DEFAULT_MAX_PDU = 70_000;

    private SmppCodec() {}

    /// Reads exactly one framed PDU of at least [#HEADER] octets. Never throws.
    public static SmppRead decode(ByteBuf frame) {
        int start = frame.readerIndex();
        frame.skipBytes(4);
        int command = frame.readInt();
        int status = frame.readInt();
        int sequence = frame.readInt();
        var in = new PduReader(frame);
        SmppRead read = body(command, status, sequence, in);
        return in.failed()
                ? new SmppRead.Malformed(command, sequence, in.faultOffset() - start, in.fault())
                : read;
    }

    private static SmppRead body(int command, int status, int sequence, PduReader in) {
        return switch (command) {
            case 0x01 -> bind(BindMode.RECEIVER, sequence, in);
            case 0x02 -> bind(BindMode.TRANSMITTER, sequence, in);
            case 0x09 -> bind(BindMode.TRANSCEIVER, sequence, in);
            case 0x8000_0001 -> bindResp(BindMode.RECEIVER, status, sequence, in);
            case 0x8000_0002 -> bindResp(BindMode.TRANSMITTER, status, sequence, in);
            case 0x8000_0009 -> bindResp(BindMode.TRANSCEIVER, status, sequence, in);
            case CommandId.SUBMIT_SM -> new Pdu.SubmitSm(sequence, message(in));
            case CommandId.DELIVER_SM -> new Pdu.DeliverSm(sequence, message(in));
            // a refused submission may come without body (clause 4.4.2)
            case CommandId.SUBMIT_SM | CommandId.RESPONSE ->
                    new Pdu.SubmitSmResp(
                            status, sequence, in.atEnd() ? "" : in.cString("message_id"));
            // the body is a NUL without meaning (clause 4.6.2)
            case CommandId.DELIVER_SM | CommandId.RESPONSE ->
                    new Pdu.DeliverSmResp(status, sequence);
            case CommandId.ENQUIRE_LINK -> new Pdu.EnquireLink(sequence);
            case CommandId.ENQUIRE_LINK | CommandId.RESPONSE ->
                    new Pdu.EnquireLinkResp(status, sequence);
            case CommandId.UNBIND -> new Pdu.Unbind(sequence);
            case CommandId.UNBIND | CommandId.RESPONSE -> new Pdu.UnbindResp(status, sequence);
            case CommandId.GENERIC_NACK -> new Pdu.GenericNack(status, sequence);
            default -> new SmppRead.UnknownCommand(command, sequence);
        };
    }

    private static Pdu bind(BindMode mode, int sequence, PduReader in) {
        String systemId = in.cString("system_id");
        String password = in.cString("password");
        String systemType = in.cString("system_type");
        int version = in.octet("interface_version");
        in.address("address_range");
        return new Pdu.Bind(mode, sequence, systemId, password, systemType, version);
    }

    private static Pdu bindResp(BindMode mode, int status, int sequence, PduReader in) {
        String systemId = in.atEnd() ? "" : in.cString("system_id");
        return new Pdu.BindResp(mode, status, sequence, systemId, in.tlvs());
    }

    private static ShortMessage message(PduReader in) {
        String serviceType = in.cString("service_type");
        SmsAddress source = in.address("source_addr");
        SmsAddress destination = in.address("destination_addr");
        int esmClass = in.octet("esm_class");
        in.octet("protocol_id");
        int priority = in.octet("priority_flag");
        in.cString("schedule_delivery_time");
        String validity = in.cString("validity_period");
        int registered = in.octet("registered_delivery");
        in.octet("replace_if_present_flag");
        int coding = in.octet("data_coding");
        in.octet("sm_default_msg_id");
        var octets = in.octets(in.octet("sm_length"), "short_message");
        return new ShortMessage(
                serviceType,
                source,
                destination,
                esmClass,
                priority,
                validity,
                registered,
                coding,
                octets,
                in.tlvs());
    }

    /// Writes one PDU. The caller keeps the limits of the parameters; longer strings would be read
    /// wrongly by peers.
    public static void encode(Pdu pdu, ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0).writeInt(pdu.commandId()).writeInt(pdu.status()).writeInt(pdu.sequence());
        switch (pdu) {
            case Pdu.Bind bind -> {
                cString(bind.systemId(), out);
                cString(bind.password(), out);
                cString(bind.systemType(), out);
                out.writeByte(bind.interfaceVersion());
                address(new SmsAddress(0, 0, ""), out);
            }
            case Pdu.BindResp resp -> {
                cString(resp.systemId(), out);
                tlvs(resp.tlvs(), out);
            }
            case Pdu.SubmitSm submit -> message(submit.message(), out);
            case Pdu.DeliverSm deliver -> message(deliver.message(), out);
            case Pdu.SubmitSmResp resp -> cString(resp.messageId(), out);
            case Pdu.DeliverSmResp _ -> out.writeByte(0);
            case Pdu.EnquireLink _,
                    Pdu.EnquireLinkResp _,
                    Pdu.Unbind _,
                    Pdu.UnbindResp _,
                    Pdu.GenericNack _ -> {}
        }
        out.setInt(start, out.writerIndex() - start);
    }

    private static void message(ShortMessage message, ByteBuf out) {
        cString(message.serviceType(), out);
        address(message.source(), out);
        address(message.destination(), out);
        out.writeByte(message.esmClass());
        out.writeByte(0); // protocol_id
        out.writeByte(message.priorityFlag());
        out.writeByte(0); // schedule_delivery_time
        cString(message.validityPeriod(), out);
        out.writeByte(message.registeredDelivery());
        out.writeByte(0); // replace_if_present_flag
        out.writeByte(message.dataCoding());
        out.writeByte(0); // sm_default_msg_id
        out.writeByte(message.shortMessage().length());
        out.writeBytes(message.shortMessage().array());
        tlvs(message.tlvs(), out);
    }

    private static void address(SmsAddress address, ByteBuf out) {
        out.writeByte(address.ton()).writeByte(address.npi());
        cString(address.digits(), out);
    }

    private static void cString(String text, ByteBuf out) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        out.writeByte(0);
    }

    private static void tlvs(Tlvs tlvs, ByteBuf out) {
        for (Tlv tlv : tlvs.all()) {
            out.writeShort(tlv.tag()).writeShort(tlv.value().length());
            out.writeBytes(tlv.value().array());
        }
    }
}
