package org.fivegmc.fallback.cmpp;

import org.fivegmc.fallback.link.LinkedGateway;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.GatewayCallbacks;

/// An account at a gateway that speaks CMPP 2.0 or 3.0.
public final class CmppGateway extends LinkedGateway {
    /// A gateway that does nothing before [#start()].
    public CmppGateway(
            CmppGatewayConfig config, GatewayCallbacks callbacks, FallbackEvents events) {
        super(config.settings(), new CmppProtocol(config), callbacks, events);
    }
}
