package org.fivegmc.fallback.link;

import org.fivegmc.fallback.text.SplitRules;

/// What any gateway needs to know, whatever its protocol.
///
/// @param id name of the gateway
/// @param host name or address, IPv4 or IPv6; all addresses of a name are tried in turn
/// @param splitRules how texts are cut and parts are marked
public record GatewaySettings(
        String id,
        String host,
        int port,
        LinkSecurity security,
        SplitRules splitRules,
        GatewayLimits limits,
        GatewayTimers timers) {}
