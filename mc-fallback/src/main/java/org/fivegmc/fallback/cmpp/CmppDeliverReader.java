package org.fivegmc.fallback.cmpp;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.fivegmc.fallback.cmpp.pdu.CmppDeliver;
import org.fivegmc.fallback.cmpp.pdu.CmppReport;
import org.fivegmc.fallback.receipt.DeliveryReceipt;
import org.fivegmc.fallback.receipt.ReceiptDialect;
import org.fivegmc.fallback.receipt.SmsState;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.LinkTimes;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.TextCoding;
import org.fivegmc.fallback.text.UserDataHeader;

/// Reads the body of CMPP_DELIVER as a receipt or as a message from a handset.
final class CmppDeliverReader {
    private final String gateway;
    private final ReceiptDialect dialect;

    CmppDeliverReader(String gateway, ReceiptDialect dialect) {
        this.gateway = gateway;
        this.dialect = dialect;
    }

    /// A Msg_Id as it is stored and shown.
    static String idText(long msgId) {
        return HexFormat.of().toHexDigits(msgId);
    }

    /// Empty if the content cannot be read as a status report.
    Optional<GatewayReceipt> receipt(CmppDeliver deliver) {
        return CmppReport.read(deliver.content()).map(report -> receipt(deliver, report));
    }

    private GatewayReceipt receipt(CmppDeliver deliver, CmppReport report) {
        String id = idText(report.msgId());
        String terminal =
                report.destTerminalId().isEmpty()
                        ? deliver.srcTerminalId()
                        : report.destTerminalId();
        SmsState state = state(report.stat());
        return new GatewayReceipt(
                gateway,
                dialect.receiptId(id),
                SmsAddress.serviceCode(terminal),
                SmsAddress.serviceCode(deliver.destId()),
                false,
                dialect.submittedAtMs(report.submitTime()),
                new DeliveryReceipt(
                        id,
                        state,
                        state == SmsState.DELIVERED ? "" : report.stat(),
                        "",
                        DeliveryReceipt.NO_REFERENCE,
                        report.submitTime(),
                        report.doneTime()));
    }

    /// Told without anything that could be looked up, so that it is answered and not sent for ever.
    GatewayReceipt unreadable(CmppDeliver deliver) {
        return new GatewayReceipt(
                gateway,
                "",
                SmsAddress.serviceCode(deliver.srcTerminalId()),
                SmsAddress.serviceCode(deliver.destId()),
                false,
                GatewayReceipt.NO_TIME,
                new DeliveryReceipt(
                        "", SmsState.UNKNOWN, "", "", DeliveryReceipt.NO_REFERENCE, "", ""));
    }

    /// Beside the words of SMPP there are codes such as `MK:0001` or `CB:0005`: who refused it, and
    /// why. All of them are final failures.
    private SmsState state(String stat) {
        SmsState known = dialect.state(stat);
        return known == SmsState.UNKNOWN
                        && !dialect.states().containsKey(stat.toUpperCase(Locale.ROOT))
                        && stat.matches("[A-Za-z]{2}:[0-9A-Za-z]{1,4}")
                ? SmsState.UNDELIVERABLE
                : known;
    }

    InboundSms inbound(CmppDeliver deliver) {
        Octets userData = deliver.content();
        PartNumber number = PartNumber.only();
        if (deliver.hasHeader()) {
            number = UserDataHeader.read(userData.array());
            userData = userData.from(UserDataHeader.length(userData.array()));
        }
        return new InboundSms(
                gateway,
                SmsAddress.serviceCode(deliver.srcTerminalId()),
                SmsAddress.serviceCode(deliver.destId()),
                TextCoding.ofCmpp(deliver.msgFmt()),
                number,
                userData,
                deliver.msgId() == 0 ? "" : idText(deliver.msgId()),
                LinkTimes.NONE);
    }
}
