package org.fivegmc.loadtest.handset;

import java.time.Instant;

/// A text as the handset saw it. `number` counts the distinct messages of this handset from 1 and
/// gives their order; `sender` is the `P-Asserted-Identity` (or From, when there is none); `callId`
/// tells a repeated delivery from a SIP retransmission.
public record ReceivedText(
        int number,
        Instant at,
        String sender,
        String imdnId,
        String dateTime,
        String dispositions,
        String text,
        String callId) {}
