package org.fivegmc.fallback.cmpp;

import java.time.LocalDateTime;
import org.fivegmc.fallback.cmpp.pdu.CmppDeliver;
import org.fivegmc.fallback.cmpp.pdu.CmppFrameDecoder;
import org.fivegmc.fallback.cmpp.pdu.CmppPdu;
import org.fivegmc.fallback.cmpp.pdu.CmppPduEncoder;
import org.fivegmc.fallback.cmpp.pdu.CmppRead;
import org.fivegmc.fallback.cmpp.pdu.CmppStatus;
import org.fivegmc.fallback.cmpp.pdu.CmppVersion;
import org.fivegmc.fallback.link.Delivery;
import org.fivegmc.fallback.link.DeliveryAnswer;
import org.fivegmc.fallback.link.Link;
import org.fivegmc.fallback.link.LinkSession;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.text.Octets;

/// CMPP on one link.
///
/// | read | does |
/// |---|---|
/// | CONNECT_RESP | the link is bound, refused for the account, or tried again |
/// | SUBMIT_RESP | the unit has its answer |
/// | DELIVER | DELIVER_RESP when it is durable: 0, 8 to have it again, 9 when nobody takes it |
/// | DELIVER that cannot be read | DELIVER_RESP with 1 |
/// | ACTIVE_TEST, TERMINATE | their answers; after the latter the link comes back |
/// | any other request | nothing: CMPP has no word for that |
final class CmppSession implements LinkSession {
    private final CmppGatewayConfig config;
    private final CmppAccount account;
    private final CmppSubmitBuilder builder;
    private final CmppDeliverReader reader;
    private final Link link;
    private Octets proof = Octets.empty();

    CmppSession(CmppGatewayConfig config, CmppSubmitBuilder builder, Link link) {
        this.config = config;
        this.account = config.account();
        this.builder = builder;
        this.reader = new CmppDeliverReader(config.settings().id(), config.dialect());
        this.link = link;
    }

    @Override
    public Codec codec() {
        CmppVersion version = account.version();
        return new Codec(
                new CmppFrameDecoder(version, config.settings().limits().maxPdu()),
                new CmppPduEncoder(version));
    }

    @Override
    public Object bind(int sequence) {
        int timestamp = timestamp(LocalDateTime.now(account.zone()));
        proof = Authenticator.source(account.spId(), account.secret(), timestamp);
        return new CmppPdu.Connect(
                sequence, account.spId(), proof, account.version().code(), timestamp);
    }

    /// MMDDHHMMSS as a number.
    static int timestamp(LocalDateTime now) {
        return (((now.getMonthValue() * 100 + now.getDayOfMonth()) * 100 + now.getHour()) * 100
                                + now.getMinute())
                        * 100
                + now.getSecond();
    }

    @Override
    public Object unbind(int sequence) {
        return new CmppPdu.Terminate(sequence);
    }

    @Override
    public Object probe(int sequence) {
        return new CmppPdu.ActiveTest(sequence);
    }

    @Override
    public Object submit(int sequence, OutboundSms unit) {
        return new CmppPdu.Submit(sequence, builder.build(unit));
    }

    @Override
    public void read(Object message) {
        if (message instanceof CmppRead read) {
            read(read);
        }
    }

    private void read(CmppRead read) {
        switch (read) {
            case CmppPdu pdu -> pdu(pdu);
            case CmppRead.UnknownCommand _ -> link.malformed("unknown command");
            case CmppRead.Malformed malformed -> {
                link.malformed(malformed.rule());
                if (malformed.response()) {
                    link.unreadable(malformed.sequence());
                } else if (malformed.deliver()) {
                    link.send(
                            new CmppPdu.DeliverResp(
                                    malformed.sequence(), 0, CmppStatus.STRUCTURE.code()));
                }
            }
            case CmppRead.BrokenFraming _ -> {
                link.malformed("Total_Length");
                link.lose("broken framing");
            }
        }
    }

    private void pdu(CmppPdu pdu) {
        switch (pdu) {
            case CmppPdu.ConnectResp resp -> connected(resp);
            case CmppPdu.SubmitResp resp ->
                    link.answered(
                            resp.sequence(), resp.result(), CmppDeliverReader.idText(resp.msgId()));
            case CmppPdu.Deliver deliver ->
                    link.deliver(
                            () -> delivery(deliver.message()),
                            answer ->
                                    new CmppPdu.DeliverResp(
                                            deliver.sequence(),
                                            deliver.message().msgId(),
                                            status(answer).code()));
            case CmppPdu.ActiveTest test -> link.send(new CmppPdu.ActiveTestResp(test.sequence()));
            case CmppPdu.ActiveTestResp _ -> {}
            case CmppPdu.Terminate terminate -> {
                link.send(new CmppPdu.TerminateResp(terminate.sequence()));
                link.lose("terminated by the peer");
            }
            case CmppPdu.TerminateResp _ -> link.unbound();
            case CmppPdu.Connect _, CmppPdu.Submit _, CmppPdu.DeliverResp _ ->
                    link.malformed("PDU in the wrong direction");
        }
    }

    private void connected(CmppPdu.ConnectResp resp) {
        if (!link.binding()) {
            link.malformed("connect response out of place");
        } else if (resp.status() == 0) {
            if (!proven(resp)) {
                // many gateways fill in anything
                link.malformed("AuthenticatorISMG proves nothing");
            }
            link.bound();
        } else if (CmppStatus.refusesAccount(resp.status())) {
            link.accountRefused(resp.status());
        } else {
            link.lose("connect: " + CmppStatus.describeConnect(resp.status()));
        }
    }

    /// Whether the gateway knows the secret; the status it is taken over has one octet or four.
    private boolean proven(CmppPdu.ConnectResp resp) {
        return resp.authenticator()
                        .equals(Authenticator.answer(resp.status(), 4, proof, account.secret()))
                || resp.authenticator()
                        .equals(Authenticator.answer(resp.status(), 1, proof, account.secret()));
    }

    private Delivery delivery(CmppDeliver deliver) {
        if (!deliver.isReport()) {
            return new Delivery.Message(reader.inbound(deliver));
        }
        return new Delivery.Receipt(
                reader.receipt(deliver)
                        .orElseGet(() -> {
                            link.malformed("status report");
                            return reader.unreadable(deliver);
                        }));
    }

    private static CmppStatus status(DeliveryAnswer answer) {
        return switch (answer) {
            case TAKEN -> CmppStatus.OK;
            case NOBODY, REFUSED -> CmppStatus.NOT_SERVED;
            case AGAIN -> CmppStatus.TRAFFIC_CONTROL;
        };
    }
}
