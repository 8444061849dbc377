package org.fivegmc.fallback.smpp;

import org.fivegmc.fallback.link.LinkedGateway;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.GatewayCallbacks;

/// An account at a short message center that speaks SMPP 3.4.
public final class SmppGateway extends LinkedGateway {
    /// A gateway that does nothing before [#start()].
    public SmppGateway(
            SmppGatewayConfig config, GatewayCallbacks callbacks, FallbackEvents events) {
        super(config.settings(), new SmppProtocol(config), callbacks, events);
    }
}
