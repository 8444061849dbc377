package org.fivegmc.fallback.link;

import java.time.Duration;
import org.fivegmc.fallback.answer.Meaning;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.SubmitOutcome.Reason;
import org.fivegmc.fallback.spi.SubmitOutcome;

/// Turns the response to a submission into its outcome, and lets rate and circuit breaker learn
/// from it. Not thread-safe.
final class Answers {
    /// Pause proposed after an error of the center.
    static final Duration TRANSIENT_PAUSE = Duration.ofSeconds(2);

    /// Pause proposed when the center refuses everything.
    static final Duration DOWN_PAUSE = Duration.ofSeconds(30);

    private final GatewaySettings settings;
    private final GatewayProtocol protocol;
    private final AimdRate rate;
    private final CircuitBreaker breaker;
    private final Deliveries deliveries;
    private final FallbackEvents events;

    Answers(
            GatewaySettings settings,
            GatewayProtocol protocol,
            AimdRate rate,
            CircuitBreaker breaker,
            Deliveries deliveries,
            FallbackEvents events) {
        this.settings = settings;
        this.protocol = protocol;
        this.rate = rate;
        this.breaker = breaker;
        this.deliveries = deliveries;
        this.events = events;
    }

    SubmitOutcome accepted(String raw) {
        return new SubmitOutcome.Accepted(raw, deliveries.usableId(protocol.submitId(raw)));
    }

    SubmitOutcome outcome(LinkAnswer.Answered answered, long sentAt, long now) {
        long latency = now - sentAt;
        int status = answered.status();
        return switch (protocol.meaning(status)) {
            case OK -> {
                breaker.success(now, latency);
                rate.accepted(now);
                yield accepted(answered.messageId());
            }
            case THROTTLED -> {
                breaker.success(now, latency);
                if (rate.throttled(now, sentAt)) {
                    events.throttled(settings.id(), rate.rate());
                }
                yield retry(Reason.THROTTLED, status, settings.timers().throttlePause());
            }
            case TRANSIENT -> {
                breaker.failure(now, latency);
                yield retry(Reason.TRANSIENT, status, TRANSIENT_PAUSE);
            }
            case PERMANENT -> {
                breaker.success(now, latency);
                yield new SubmitOutcome.Rejected(status, protocol.describe(status));
            }
            case GATEWAY_DOWN -> {
                breaker.failure(now, latency);
                yield retry(Reason.GATEWAY_DOWN, status, DOWN_PAUSE);
            }
        };
    }

    private SubmitOutcome retry(Reason reason, int status, Duration after) {
        return new SubmitOutcome.Retry(reason, protocol.describe(status), after);
    }
}
