package org.fivegmc.fallback.smpp;

import org.fivegmc.fallback.answer.Meaning;
import org.fivegmc.fallback.link.GatewayProtocol;
import org.fivegmc.fallback.link.Link;
import org.fivegmc.fallback.link.LinkSession;
import org.fivegmc.fallback.smpp.pdu.SmppStatus;
import org.fivegmc.fallback.spi.OutboundSms;

/// SMPP 3.4 as a gateway's protocol.
final class SmppProtocol implements GatewayProtocol {
    private final SmppGatewayConfig config;
    private final SubmitBuilder builder;

    SmppProtocol(SmppGatewayConfig config) {
        this.config = config;
        this.builder = new SubmitBuilder(config.splitRules().concatenation(), config.priority());
    }

    @Override
    public String name() {
        return "smpp";
    }

    @Override
    public String probe() {
        return "enquire_link";
    }

    @Override
    public String obstacle(OutboundSms unit) {
        return submits() ? builder.obstacle(unit) : "account is bound for receiving only";
    }

    @Override
    public boolean submits() {
        return config.account().mode().submits();
    }

    @Override
    public Meaning meaning(int status) {
        return SmppStatus.meaning(status);
    }

    @Override
    public String describe(int status) {
        return SmppStatus.describe(status);
    }

    @Override
    public String submitId(String raw) {
        return config.dialect().submitId(raw);
    }

    @Override
    public LinkSession session(Link link) {
        return new SmppSession(config, builder, link);
    }
}
