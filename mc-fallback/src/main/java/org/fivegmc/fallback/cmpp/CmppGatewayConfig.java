package org.fivegmc.fallback.cmpp;

import org.fivegmc.fallback.link.GatewaySettings;
import org.fivegmc.fallback.receipt.ReceiptDialect;

/// One account at a CMPP gateway.
///
/// @param settings what is not particular to CMPP
/// @param dialect what words of the gateway's own in status reports mean
/// @param priority whether the gateway is told how urgent a message is
public record CmppGatewayConfig(
        GatewaySettings settings, CmppAccount account, ReceiptDialect dialect, boolean priority) {}
