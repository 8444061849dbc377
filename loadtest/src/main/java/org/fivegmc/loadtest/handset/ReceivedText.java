package org.fivegmc.loadtest.handset;

import java.time.Instant;

/// A text as the handset saw it. `callId` tells a repeated delivery from a SIP retransmission.
public record ReceivedText(ReceivedMessage message) {
    public int number() {
        return message.number();
    }

    public Instant at() {
        return message.at();
    }

    public Mode mode() {
        return message.mode();
    }

    public String sender() {
        return message.sender();
    }

    public String imdnId() {
        return message.imdnId();
    }

    public String dateTime() {
        return message.dateTime();
    }

    public String dispositions() {
        return message.dispositions();
    }

    public String text() {
        return message.text();
    }

    public String callId() {
        return message.sip().callId();
    }
}
