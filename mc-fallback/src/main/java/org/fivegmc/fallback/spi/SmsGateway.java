package org.fivegmc.fallback.spi;

import java.util.function.Consumer;
import org.fivegmc.fallback.text.SplitRules;

/// A way into the short message network.
public non-sealed interface SmsGateway extends Gateway {
    /// How texts for this gateway are to be cut.
    SplitRules splitRules();

    /// Hands one unit over. Never throws; the outcome is called exactly once, within the unit's
    /// patience (and a timer step), by a thread of the gateway or, when the unit is refused at
    /// once, by the calling one. After [SubmitOutcome.Unknown] an [SubmitOutcome.Accepted] may
    /// follow, when the center answers late. It must not block.
    void submit(OutboundSms unit, Consumer<SubmitOutcome> outcome);
}
