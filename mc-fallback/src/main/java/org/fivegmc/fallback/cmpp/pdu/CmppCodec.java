package org.fivegmc.fallback.cmpp.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.fallback.text.Octets;

/// One PDU and its octets (CMPP 3.0 clauses 8.2 to 8.4, CMPP 2.0 clause 7). Stateless; any thread.
///
/// Every length is checked to the octet. Three things gateways are known to get wrong are let pass:
/// Status and Result are as long as there is room for, an answer to ACTIVE_TEST may lack its
/// reserved octet, and CMPP_DELIVER may end early in LinkID, as no receipt shall be lost for that.
public final class CmppCodec {
    /// Total_Length, Command_Id, Sequence_Id.
    public static final int HEADER = 12;

    /// Default limit of Total_Length: more than a CMPP_SUBMIT to [CmppSubmit#MAX_DESTINATIONS] has.
    public static final int DEFAULT_MAX_PDU = 4096;

    private static final int SP_ID = 6;
    private static final int AUTHENTICATOR = 16;
    private static final int SERVICE_ID = 10;
    private static final int FEE_TYPE = 2;
    private static final int FEE_CODE = 6;
    private static final int TIME = 17;
    private static final int CODE = 21;

    private CmppCodec() {}

    /// Reads exactly one framed PDU of at least [#HEADER] octets. Never throws.
    public static CmppRead decode(ByteBuf frame, CmppVersion version) {
        int start = frame.readerIndex();
        frame.skipBytes(4);
        int command = frame.readInt();
        int sequence = frame.readInt();
        var in = new CmppReader(frame);
        CmppRead read = body(command, sequence, in, version);
        if (!(read instanceof CmppRead.UnknownCommand)) {
            in.end();
        }
        return in.failed()
                ? new CmppRead.Malformed(command, sequence, in.faultOffset() - start, in.fault())
                : read;
    }

    private static CmppRead body(int command, int sequence, CmppReader in, CmppVersion version) {
        return switch (command) {
            case CmppCommand.CONNECT ->
                    new CmppPdu.Connect(
                            sequence,
                            in.text(SP_ID, "Source_Addr"),
                            in.octets(AUTHENTICATOR, "AuthenticatorSource"),
                            in.octet("Version"),
                            in.number32("Timestamp"));
            case CmppCommand.CONNECT | CmppCommand.RESPONSE -> connectResp(sequence, in);
            case CmppCommand.TERMINATE -> new CmppPdu.Terminate(sequence);
            case CmppCommand.TERMINATE | CmppCommand.RESPONSE ->
                    new CmppPdu.TerminateResp(sequence);
            case CmppCommand.SUBMIT -> new CmppPdu.Submit(sequence, submit(in, version));
            case CmppCommand.SUBMIT | CmppCommand.RESPONSE ->
                    new CmppPdu.SubmitResp(
                            sequence, in.number64("Msg_Id"), in.lastResult("Result"));
            case CmppCommand.DELIVER -> new CmppPdu.Deliver(sequence, deliver(in, version));
            case CmppCommand.DELIVER | CmppCommand.RESPONSE ->
                    new CmppPdu.DeliverResp(
                            sequence, in.number64("Msg_Id"), in.lastResult("Result"));
            case CmppCommand.ACTIVE_TEST -> new CmppPdu.ActiveTest(sequence);
            case CmppCommand.ACTIVE_TEST | CmppCommand.RESPONSE -> {
                in.tail(1, "Reserved");
                yield new CmppPdu.ActiveTestResp(sequence);
            }
            default -> new CmppRead.UnknownCommand(command, sequence);
        };
    }

    private static CmppPdu connectResp(int sequence, CmppReader in) {
        boolean brief = in.left() == CmppVersion.V20.result() + AUTHENTICATOR + 1;
        int status = brief ? in.octet("Status") : in.number32("Status");
        return new CmppPdu.ConnectResp(
                sequence,
                status,
                in.octets(AUTHENTICATOR, "AuthenticatorISMG"),
                in.octet("Version"));
    }

    private static CmppSubmit submit(CmppReader in, CmppVersion version) {
        in.skip(8, "Msg_Id");
        int pkTotal = in.octet("Pk_total");
        int pkNumber = in.octet("Pk_number");
        int registered = in.octet("Registered_Delivery");
        int level = in.octet("Msg_level");
        String serviceId = in.text(SERVICE_ID, "Service_Id");
        int feeUserType = in.octet("Fee_UserType");
        in.skip(version.terminal(), "Fee_terminal_Id");
        skipType(in, version, "Fee_terminal_type");
        in.skip(1, "TP_pId");
        int udhi = in.octet("TP_udhi");
        int format = in.octet("Msg_Fmt");
        String msgSrc = in.text(SP_ID, "Msg_src");
        String feeType = in.text(FEE_TYPE, "FeeType");
        String feeCode = in.text(FEE_CODE, "FeeCode");
        String validTime = in.text(TIME, "ValId_Time");
        in.skip(TIME, "At_Time");
        String srcId = in.text(CODE, "Src_Id");
        List<String> destinations = destinations(in, version);
        skipType(in, version, "Dest_terminal_type");
        Octets content = in.octets(in.octet("Msg_Length"), "Msg_Content");
        in.skip(version.tail(), "LinkID");
        return new CmppSubmit(
                pkTotal,
                pkNumber,
                registered,
                level,
                serviceId,
                feeUserType,
                udhi,
                format,
                msgSrc,
                feeType,
                feeCode,
                validTime,
                srcId,
                destinations,
                content);
    }

    private static List<String> destinations(CmppReader in, CmppVersion version) {
        int count = in.octet("DestUsr_tl");
        if (count < 1 || count > CmppSubmit.MAX_DESTINATIONS) {
            in.fail("DestUsr_tl");
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count && !in.failed(); i++) {
            all.add(in.text(version.terminal(), "Dest_terminal_Id"));
        }
        return all;
    }

    private static void skipType(CmppReader in, CmppVersion version, String field) {
        if (version.terminalHasType()) {
            in.skip(1, field);
        }
    }

    private static CmppDeliver deliver(CmppReader in, CmppVersion version) {
        long msgId = in.number64("Msg_Id");
        String destId = in.text(CODE, "Dest_Id");
        String serviceId = in.text(SERVICE_ID, "Service_Id");
        in.skip(1, "TP_pid");
        int udhi = in.octet("TP_udhi");
        int format = in.octet("Msg_Fmt");
        String source = in.text(version.terminal(), "Src_terminal_Id");
        skipType(in, version, "Src_terminal_type");
        int registered = in.octet("Registered_Delivery");
        Octets content = in.octets(in.octet("Msg_Length"), "Msg_Content");
        in.tail(version.tail(), "LinkID");
        return new CmppDeliver(msgId, destId, serviceId, udhi, format, source, registered, content);
    }

    /// Writes one PDU. The caller keeps the limits of the fields.
    ///
    /// @throws IllegalArgumentException for a text that is longer than its field
    public static void encode(CmppPdu pdu, ByteBuf out, CmppVersion version) {
        int start = out.writerIndex();
        out.writeInt(0).writeInt(pdu.commandId()).writeInt(pdu.sequence());
        switch (pdu) {
            case CmppPdu.Connect connect -> {
                text(connect.sourceAddr(), SP_ID, out);
                out.writeBytes(connect.authenticator().array());
                out.writeByte(connect.version()).writeInt(connect.timestamp());
            }
            case CmppPdu.ConnectResp resp -> {
                result(resp.status(), out, version);
                out.writeBytes(resp.authenticator().array());
                out.writeByte(resp.version());
            }
            case CmppPdu.Submit submit -> submit(submit.message(), out, version);
            case CmppPdu.Deliver deliver -> deliver(deliver.message(), out, version);
            case CmppPdu.SubmitResp resp -> {
                out.writeLong(resp.msgId());
                result(resp.result(), out, version);
            }
            case CmppPdu.DeliverResp resp -> {
                out.writeLong(resp.msgId());
                result(resp.result(), out, version);
            }
            case CmppPdu.ActiveTestResp _ -> out.writeByte(0);
            case CmppPdu.ActiveTest _, CmppPdu.Terminate _, CmppPdu.TerminateResp _ -> {}
        }
        out.setInt(start, out.writerIndex() - start);
    }

    private static void submit(CmppSubmit message, ByteBuf out, CmppVersion version) {
        out.writeLong(0); // Msg_Id: the gateway gives one
        out.writeByte(message.pkTotal()).writeByte(message.pkNumber());
        out.writeByte(message.registeredDelivery());
        out.writeByte(message.msgLevel());
        text(message.serviceId(), SERVICE_ID, out);
        out.writeByte(message.feeUserType());
        out.writeZero(version.terminal() + (version.terminalHasType() ? 1 : 0)); // Fee_terminal_Id
        out.writeByte(0); // TP_pId
        out.writeByte(message.tpUdhi()).writeByte(message.msgFmt());
        text(message.msgSrc(), SP_ID, out);
        text(message.feeType(), FEE_TYPE, out);
        text(message.feeCode(), FEE_CODE, out);
        text(message.validTime(), TIME, out);
        out.writeZero(TIME); // At_Time
        text(message.srcId(), CODE, out);
        out.writeByte(message.destinations().size());
        message.destinations().forEach(number -> text(number, version.terminal(), out));
        if (version.terminalHasType()) {
            out.writeByte(0);
        }
        content(message.content(), out);
        out.writeZero(version.tail());
    }

    private static void deliver(CmppDeliver message, ByteBuf out, CmppVersion version) {
        out.writeLong(message.msgId());
        text(message.destId(), CODE, out);
        text(message.serviceId(), SERVICE_ID, out);
        out.writeByte(0); // TP_pid
        out.writeByte(message.tpUdhi()).writeByte(message.msgFmt());
        text(message.srcTerminalId(), version.terminal(), out);
        if (version.terminalHasType()) {
            out.writeByte(0);
        }
        out.writeByte(message.registeredDelivery());
        content(message.content(), out);
        out.writeZero(version.tail());
    }

    private static void content(Octets content, ByteBuf out) {
        out.writeByte(content.length());
        out.writeBytes(content.array());
    }

    private static void result(int result, ByteBuf out, CmppVersion version) {
        if (version == CmppVersion.V20) {
            out.writeByte(result);
        } else {
            out.writeInt(result);
        }
    }

    static void text(String text, int length, ByteBuf out) {
        if (text.length() > length) {
            throw new IllegalArgumentException(
                    "a text of " + text.length() + " octets for a field of " + length);
        }
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        out.writeZero(length - text.length());
    }
}
