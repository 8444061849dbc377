package org.fivegmc.fallback.cmpp;

import org.fivegmc.fallback.answer.Meaning;
import org.fivegmc.fallback.cmpp.pdu.CmppStatus;
import org.fivegmc.fallback.link.GatewayProtocol;
import org.fivegmc.fallback.link.Link;
import org.fivegmc.fallback.link.LinkSession;
import org.fivegmc.fallback.spi.OutboundSms;

/// CMPP as a gateway's protocol.
final class CmppProtocol implements GatewayProtocol {
    private final CmppGatewayConfig config;
    private final CmppSubmitBuilder builder;

    CmppProtocol(CmppGatewayConfig config) {
        this.config = config;
        this.builder = new CmppSubmitBuilder(config);
    }

    @Override
    public String name() {
        return "cmpp";
    }

    @Override
    public String probe() {
        return "ACTIVE_TEST";
    }

    @Override
    public String obstacle(OutboundSms unit) {
        return builder.obstacle(unit);
    }

    @Override
    public boolean submits() {
        return true;
    }

    @Override
    public Meaning meaning(int status) {
        return CmppStatus.meaning(status);
    }

    @Override
    public String describe(int status) {
        return CmppStatus.describe(status);
    }

    @Override
    public String submitId(String raw) {
        return config.dialect().submitId(raw);
    }

    @Override
    public LinkSession session(Link link) {
        return new CmppSession(config, builder, link);
    }
}
