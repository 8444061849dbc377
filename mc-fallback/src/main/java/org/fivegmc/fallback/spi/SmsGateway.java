package org.fivegmc.fallback.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.fivegmc.fallback.text.SplitRules;

/// A way into the short message network. All methods may be called from any thread and return at
/// once.
public interface SmsGateway {
    /// Name in the configuration, in metrics and in keys.
    String id();

    /// How texts for this gateway are to be cut.
    SplitRules splitRules();

    /// Connects, and keeps reconnecting until [#drainAndStop].
    void start();

    /// Hands one unit over. Never throws; the outcome is called exactly once, within the unit's
    /// patience (and a timer step), by a thread of the gateway or, when the unit is refused at
    /// once, by the calling one. After [SubmitOutcome.Unknown] an [SubmitOutcome.Accepted] may
    /// follow, when the center answers late. It must not block.
    void submit(OutboundSms unit, Consumer<SubmitOutcome> outcome);

    /// State now.
    GatewayHealth health();

    /// Refuses new units, lets those accepted end, takes leave of the center. What has no outcome
    /// after the given time gets one then. A stopped gateway is not started again.
    CompletionStage<Void> drainAndStop(Duration atMost);
}
