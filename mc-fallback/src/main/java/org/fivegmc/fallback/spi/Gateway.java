package org.fivegmc.fallback.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/// A way out of RCS, of one bearer. All methods may be called from any thread and return at once.
public sealed interface Gateway permits SmsGateway, MmsGateway {
    /// Name in the configuration, in metrics and in keys.
    String id();

    /// Connects, and keeps reconnecting until [#drainAndStop].
    void start();

    /// State now.
    GatewayHealth health();

    /// Refuses new units, lets those accepted end, takes leave of the center. What has no outcome
    /// after the given time gets one then. A stopped gateway is not started again.
    CompletionStage<Void> drainAndStop(Duration atMost);
}
