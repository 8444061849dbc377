package org.fivegmc.fallback.smpp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.link.ValidityPeriod;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;
import org.fivegmc.fallback.smpp.pdu.Tlv;
import org.fivegmc.fallback.smpp.pdu.Tlvs;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.text.Concatenation;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.UserDataHeader;

/// Writes a unit as the body of submit_sm in the way one gateway wants it.
final class SubmitBuilder {
    private static final int MAX_PAYLOAD = 0xffff;

    private final Concatenation concatenation;
    private final boolean priority;

    /// @param priority whether the center is told how urgent a unit is
    SubmitBuilder(Concatenation concatenation, boolean priority) {
        this.concatenation = concatenation;
        this.priority = priority;
    }

    /// Why the unit cannot be written; empty if it can.
    String obstacle(OutboundSms unit) {
        if (!unit.source().sendable()) {
            return "source address cannot be sent";
        }
        if (!unit.destination().sendable()) {
            return "destination address cannot be sent";
        }
        return unit.part().octets().length() > MAX_PAYLOAD ? "user data too long" : "";
    }

    ShortMessage build(OutboundSms unit) {
        PartNumber number = unit.part().number();
        Octets userData = unit.part().octets();
        int esmClass = 0;
        List<Tlv> tlvs = new ArrayList<>();
        tlvs.add(Tlv.ofShort(Tlv.USER_MESSAGE_REFERENCE, unit.userMessageReference()));
        if (number.concatenated()) {
            switch (concatenation) {
                case UDH, UDH16 -> {
                    esmClass = ShortMessage.ESM_UDHI;
                    boolean wide = concatenation == Concatenation.UDH16;
                    userData = join(UserDataHeader.write(number, wide), userData);
                }
                case SAR, PAYLOAD -> {
                    tlvs.add(Tlv.ofShort(Tlv.SAR_MSG_REF_NUM, number.reference()));
                    tlvs.add(Tlv.ofByte(Tlv.SAR_TOTAL_SEGMENTS, number.total()));
                    tlvs.add(Tlv.ofByte(Tlv.SAR_SEGMENT_SEQNUM, number.sequence()));
                }
            }
        }
        boolean payload =
                userData.length() > ShortMessage.MAX_SHORT_MESSAGE || unit.part().segments() > 1;
        if (payload) {
            tlvs.add(new Tlv(Tlv.MESSAGE_PAYLOAD, userData));
        }
        return new ShortMessage(
                "",
                unit.source(),
                unit.destination(),
                esmClass,
                priority ? priorityFlag(unit.trafficClass()) : 0,
                ValidityPeriod.relative(unit.validity()),
                unit.wantReceipt() ? ShortMessage.RECEIPT_FINAL : 0,
                unit.part().coding().dataCoding(),
                payload ? Octets.empty() : userData,
                new Tlvs(tlvs));
    }

    /// Clause 5.2.14. For centers of GSM anything but 0 is urgent, so what is usual has 0.
    private static int priorityFlag(TrafficClass trafficClass) {
        return switch (trafficClass) {
            case ALERT -> 3;
            case VERIFICATION -> 2;
            case TRANSACTION, MARKETING -> 0;
        };
    }

    private static Octets join(byte[] header, Octets userData) {
        var joined = new ByteArrayOutputStream(header.length + userData.length());
        joined.writeBytes(header);
        joined.writeBytes(userData.array());
        return Octets.of(joined.toByteArray());
    }
}
