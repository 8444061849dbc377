package org.fivegmc.fallback.smpp;

import org.fivegmc.fallback.receipt.DeliveryReceipt;
import org.fivegmc.fallback.receipt.ReceiptDialect;
import org.fivegmc.fallback.receipt.ReceiptParser;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;
import org.fivegmc.fallback.smpp.pdu.Tlv;
import org.fivegmc.fallback.smpp.pdu.Tlvs;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.LinkTimes;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.TextCoding;
import org.fivegmc.fallback.text.UserDataHeader;

/// Reads the body of deliver_sm as a receipt or as a message from a handset.
final class DeliverReader {
    private final String gateway;
    private final ReceiptDialect dialect;

    DeliverReader(String gateway, ReceiptDialect dialect) {
        this.gateway = gateway;
        this.dialect = dialect;
    }

    GatewayReceipt receipt(ShortMessage message) {
        DeliveryReceipt receipt = ReceiptParser.parse(message, dialect::state);
        boolean intermediate =
                (message.esmClass() & ShortMessage.ESM_TYPE_MASK) == ShortMessage.ESM_INTERMEDIATE;
        return new GatewayReceipt(
                gateway,
                dialect.receiptId(receipt.messageId()),
                message.source(),
                message.destination(),
                intermediate,
                dialect.submittedAtMs(receipt.submitDate()),
                receipt);
    }

    InboundSms inbound(ShortMessage message) {
        Octets userData = message.userData();
        PartNumber number = sarNumber(message.tlvs());
        if (message.hasHeader()) {
            number = UserDataHeader.read(userData.array());
            userData = userData.from(UserDataHeader.length(userData.array()));
        }
        return new InboundSms(
                gateway,
                message.source(),
                message.destination(),
                TextCoding.ofSmpp(message.dataCoding()),
                number,
                userData,
                "",
                LinkTimes.NONE);
    }

    private static PartNumber sarNumber(Tlvs tlvs) {
        int total = tlvs.number(Tlv.SAR_TOTAL_SEGMENTS).orElse(1);
        int sequence = tlvs.number(Tlv.SAR_SEGMENT_SEQNUM).orElse(1);
        int reference = tlvs.number(Tlv.SAR_MSG_REF_NUM).orElse(0) & 0xffff;
        boolean sound =
                total >= 1 && total <= PartNumber.MAX_TOTAL && sequence >= 1 && sequence <= total;
        return sound ? new PartNumber(reference, sequence, total) : PartNumber.only();
    }
}
