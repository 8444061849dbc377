package org.fivegmc.fallback.smpp;

import org.fivegmc.fallback.link.Delivery;
import org.fivegmc.fallback.link.DeliveryAnswer;
import org.fivegmc.fallback.link.Link;
import org.fivegmc.fallback.link.LinkSession;
import org.fivegmc.fallback.receipt.ReceiptParser;
import org.fivegmc.fallback.smpp.pdu.Pdu;
import org.fivegmc.fallback.smpp.pdu.ShortMessage;
import org.fivegmc.fallback.smpp.pdu.SmppFrameDecoder;
import org.fivegmc.fallback.smpp.pdu.SmppPduEncoder;
import org.fivegmc.fallback.smpp.pdu.SmppRead;
import org.fivegmc.fallback.smpp.pdu.SmppStatus;
import org.fivegmc.fallback.spi.OutboundSms;

/// SMPP 3.4 on one link.
final class SmppSession implements LinkSession {
    private static final int INTERFACE_VERSION = 0x34;

    private final SmppGatewayConfig config;
    private final SubmitBuilder builder;
    private final DeliverReader reader;
    private final Link link;

    SmppSession(SmppGatewayConfig config, SubmitBuilder builder, Link link) {
        this.config = config;
        this.builder = builder;
        this.reader = new DeliverReader(config.id(), config.dialect());
        this.link = link;
    }

    @Override
    public Codec codec() {
        return new Codec(new SmppFrameDecoder(config.limits().maxPdu()), new SmppPduEncoder());
    }

    @Override
    public Object bind(int sequence) {
        SmppAccount account = config.account();
        return new Pdu.Bind(
                account.mode(),
                sequence,
                account.systemId(),
                account.password(),
                account.systemType(),
                INTERFACE_VERSION);
    }

    @Override
    public Object unbind(int sequence) {
        return new Pdu.Unbind(sequence);
    }

    @Override
    public Object probe(int sequence) {
        return new Pdu.EnquireLink(sequence);
    }

    @Override
    public Object submit(int sequence, OutboundSms unit) {
        return new Pdu.SubmitSm(sequence, builder.build(unit));
    }

    @Override
    public void read(Object message) {
        if (message instanceof SmppRead read) {
            read(read);
        }
    }

    private void read(SmppRead read) {
        switch (read) {
            case Pdu pdu -> pdu(pdu);
            case SmppRead.UnknownCommand unknown -> {
                link.malformed("unknown command");
                if (!unknown.response()) {
                    nack(SmppStatus.INVALID_COMMAND_ID, unknown.sequence());
                }
            }
            case SmppRead.Malformed malformed -> {
                link.malformed(malformed.rule());
                if (malformed.response()) {
                    link.unreadable(malformed.sequence());
                } else {
                    nack(SmppStatus.INVALID_COMMAND_LENGTH, malformed.sequence());
                }
            }
            case SmppRead.BrokenFraming _ -> {
                link.malformed("command_length");
                nack(SmppStatus.INVALID_COMMAND_LENGTH, 0);
                link.lose("broken framing");
            }
        }
    }

    private void pdu(Pdu pdu) {
        switch (pdu) {
            case Pdu.BindResp resp -> bindResponse(resp);
            case Pdu.SubmitSmResp resp ->
                    link.answered(resp.sequence(), resp.status(), resp.messageId());
            case Pdu.GenericNack nack -> link.answered(nack.sequence(), nack.status(), "");
            case Pdu.DeliverSm deliver ->
                    link.deliver(
                            () -> delivery(deliver.message()),
                            answer ->
                                    new Pdu.DeliverSmResp(
                                            status(answer).code(), deliver.sequence()));
            case Pdu.EnquireLink enquire ->
                    link.send(new Pdu.EnquireLinkResp(0, enquire.sequence()));
            case Pdu.EnquireLinkResp _ -> {}
            case Pdu.Unbind unbind -> {
                link.send(new Pdu.UnbindResp(0, unbind.sequence()));
                link.lose("unbound by the peer");
            }
            case Pdu.UnbindResp _ -> link.unbound();
            case Pdu.Bind _, Pdu.SubmitSm _, Pdu.DeliverSmResp _ -> {
                link.malformed("PDU in the wrong direction");
                nack(SmppStatus.INVALID_COMMAND_ID, pdu.sequence());
            }
        }
    }

    private void nack(SmppStatus status, int sequence) {
        link.send(new Pdu.GenericNack(status.code(), sequence));
    }

    private void bindResponse(Pdu.BindResp resp) {
        if (!link.binding()) {
            link.malformed("bind response out of place");
        } else if (resp.status() == 0) {
            link.bound();
        } else if (SmppStatus.refusesCredentials(resp.status())) {
            link.accountRefused(resp.status());
        } else {
            link.lose("bind: " + SmppStatus.describe(resp.status()));
        }
    }

    private Delivery delivery(ShortMessage message) {
        boolean receipt =
                message.isReceipt()
                        || config.receiptsByText() && ReceiptParser.looksLikeOne(message);
        return receipt
                ? new Delivery.Receipt(reader.receipt(message))
                : new Delivery.Message(reader.inbound(message));
    }

    private static SmppStatus status(DeliveryAnswer answer) {
        return switch (answer) {
            case TAKEN -> SmppStatus.OK;
            case NOBODY -> SmppStatus.INVALID_DESTINATION;
            case REFUSED -> SmppStatus.APPLICATION_REJECTED;
            case AGAIN -> SmppStatus.APPLICATION_TEMPORARY;
        };
    }
}
