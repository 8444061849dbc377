package org.fivegmc.fallback.smpp;

import org.fivegmc.fallback.link.GatewayLimits;
import org.fivegmc.fallback.link.GatewaySettings;
import org.fivegmc.fallback.link.GatewayTimers;
import org.fivegmc.fallback.link.LinkSecurity;
import org.fivegmc.fallback.receipt.ReceiptDialect;
import org.fivegmc.fallback.text.SplitRules;

/// One short message center account.
///
/// @param id name of the gateway
/// @param host name or address, IPv4 or IPv6; all addresses of a name are tried in turn
/// @param splitRules how texts are cut and parts are marked
/// @param dialect how message ids are spelled
/// @param receiptsByText whether the text alone makes a message a receipt
/// @param priority whether the center is told how urgent a message is
public record SmppGatewayConfig(
        String id,
        String host,
        int port,
        LinkSecurity security,
        SmppAccount account,
        SplitRules splitRules,
        ReceiptDialect dialect,
        boolean receiptsByText,
        boolean priority,
        GatewayLimits limits,
        GatewayTimers timers) {
    /// What is not particular to SMPP.
    GatewaySettings settings() {
        return new GatewaySettings(id, host, port, security, splitRules, limits, timers);
    }
}
