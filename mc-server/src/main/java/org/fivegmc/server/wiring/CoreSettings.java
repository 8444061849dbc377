package org.fivegmc.server.wiring;

import java.time.Duration;
import org.fivegmc.core.center.CenterConfig;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.routing.RoutingPolicy;
import org.fivegmc.routing.number.PrefixSet;
import org.fivegmc.server.config.FallbackConfig;
import org.fivegmc.server.config.GatewayConfig;
import org.fivegmc.server.config.MessagesConfig;
import org.fivegmc.server.config.RoutingConfig;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.config.StorageConfig;

/// The configuration in the words of the core and the planner.
final class CoreSettings {

    /// What an attempt may take beyond its time-out, for answers on their way.
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(8);

    /// What a part without answer is waited for beyond the time its gateway has: it must not be
    /// sent again while it may still be in the gateway's queue.
    private static final Duration UNKNOWN_MARGIN = Duration.ofSeconds(20);

    private CoreSettings() {}

    static CenterConfig center(ServerConfig config) {
        CenterConfig defaults = CenterConfig.DEFAULT;
        MessagesConfig messages = config.messages();
        StorageConfig.Shards shards = config.storage().shards();
        return new CenterConfig(
                config.identity().nodeId(),
                shards.writers(),
                shards.queueCapacity(),
                shards.batchMax(),
                shards.cachedUsers(),
                messages.maxInFlightPerUser(),
                messages.maxQueuedPerUser(),
                config.registrar().maxBindingsPerUser(),
                messages.expiry().toMillis(),
                messages.reportExpiry().toMillis(),
                defaults.dedupMs(),
                config.fallback().receiptTimeout().toMillis(),
                defaults.parkedReceiptMs(),
                defaults.scanLimit(),
                new CenterConfig.ChatbotLimits(
                        config.chatbots().callbacks().maxCallsPerChatbot(),
                        config.chatbots().maxQueued()),
                messages.mirrorDisplayed());
    }

    static DeliveryPolicy delivery(ServerConfig config) {
        DeliveryPolicy defaults = DeliveryPolicy.DEFAULT;
        MessagesConfig messages = config.messages();
        FallbackConfig fallback = config.fallback();
        return new DeliveryPolicy(
                messages.attemptTimeout().plus(LEASE_MARGIN).toMillis(),
                messages.retrySchedule().stream().map(Duration::toMillis).toList(),
                defaults.smsRetryMaxMs(),
                defaults.smsMaxTries(),
                fallback.handOverTimeout().plus(UNKNOWN_MARGIN).toMillis(),
                fallback.resendUnknown() ? fallback.maxResends() : 0,
                fallback.receiptTimeout().toMillis(),
                defaults.reportRetryMs());
    }

    /// @param sessions whether devices are reached over sessions, too
    static RoutingPolicy routing(ServerConfig server, boolean sessions) {
        RoutingConfig config = server.routing();
        RoutingPolicy.Fallback fallback =
                switch (config.fallback()) {
                    case NEVER -> RoutingPolicy.Fallback.NEVER;
                    case WHEN_NOT_CAPABLE -> RoutingPolicy.Fallback.WHEN_NOT_CAPABLE;
                    case AFTER_DEADLINE -> RoutingPolicy.Fallback.AFTER_DEADLINE;
                };
        return new RoutingPolicy(
                fallback,
                config.fallbackDeadline().map(Duration::toMillis).orElse(RoutePlan.NO_DEADLINE),
                PrefixSet.of(config.forbiddenPrefixes()),
                config.capabilityLifetime().toMillis(),
                sessions,
                server.fallback().gateways().stream()
                        .anyMatch(gateway -> gateway.type() == GatewayConfig.Type.MM7));
    }
}
