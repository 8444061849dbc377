package org.fivegmc.fallback.cmpp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.cmpp.pdu.CmppFormat;
import org.fivegmc.fallback.cmpp.pdu.CmppSubmit;
import org.fivegmc.fallback.link.ValidityPeriod;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.text.Concatenation;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.SmsCoding;
import org.fivegmc.fallback.text.SmsPart;
import org.fivegmc.fallback.text.UserDataHeader;

/// Writes a unit as the body of CMPP_SUBMIT in the way one gateway wants it.
final class CmppSubmitBuilder {
    private static final int CHARGE_SP = 2;

    private final CmppAccount account;
    private final boolean wide;
    private final boolean priority;

    CmppSubmitBuilder(CmppGatewayConfig config) {
        this.account = config.account();
        this.priority = config.priority();
        this.wide = config.settings().splitRules().concatenation() == Concatenation.UDH16;
    }

    /// Why the unit cannot be written; empty if it can.
    String obstacle(OutboundSms unit) {
        if (account.srcId().isEmpty() && !unit.source().sendable()) {
            return "source address cannot be sent";
        }
        if (!unit.destination().sendable()) {
            return "destination address cannot be sent";
        }
        if (unit.part().segments() > 1) {
            return "CMPP has no way to let the gateway cut a message";
        }
        int most =
                format(unit.part()) == CmppFormat.ASCII
                        ? CmppFormat.MAX_ASCII
                        : CmppFormat.MAX_OTHER;
        if (content(unit.part()).length() > most) {
            return "user data too long";
        }
        return unit.part().coding() == SmsCoding.GSM7 && !isAscii(unit.part().text())
                ? "text is in no alphabet of CMPP"
                : "";
    }

    CmppSubmit build(OutboundSms unit) {
        PartNumber number = unit.part().number();
        return new CmppSubmit(
                number.total(),
                number.sequence(),
                unit.wantReceipt() ? 1 : 0,
                priority ? level(unit.trafficClass()) : 0,
                account.serviceId(),
                CHARGE_SP,
                number.concatenated() ? 1 : 0,
                format(unit.part()),
                account.spId(),
                account.feeType(),
                account.feeCode(),
                ValidityPeriod.relative(unit.validity()),
                srcId(unit.source()),
                List.of(unit.destination().digits()),
                content(unit.part()));
    }

    /// Msg_level. What is usual has what it always had.
    private static int level(TrafficClass trafficClass) {
        return switch (trafficClass) {
            case ALERT -> 9;
            case VERIFICATION -> 6;
            case TRANSACTION, MARKETING -> 0;
        };
    }

    private static int format(SmsPart part) {
        return switch (part.coding()) {
            case GSM7 -> CmppFormat.ASCII;
            case UCS2 -> CmppFormat.UCS2;
        };
    }

    private Octets content(SmsPart part) {
        byte[] text =
                switch (part.coding()) {
                    // CMPP has ASCII where SMPP has the GSM alphabet: `@` is not zero here
                    case GSM7 -> part.text().getBytes(StandardCharsets.US_ASCII);
                    case UCS2 -> part.octets().array();
                };
        if (!part.number().concatenated()) {
            return Octets.of(text);
        }
        byte[] header = UserDataHeader.write(part.number(), wide);
        byte[] joined = new byte[header.length + text.length];
        System.arraycopy(header, 0, joined, 0, header.length);
        System.arraycopy(text, 0, joined, header.length, text.length);
        return Octets.of(joined);
    }

    /// A chatbot's own code, where it extends that of the account: the gateway would refuse any
    /// other.
    private String srcId(SmsAddress source) {
        boolean own = source.ton() == 0 && source.digits().startsWith(account.srcId());
        return account.srcId().isEmpty() || own ? source.digits() : account.srcId();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
