package org.fivegmc.fallback.channel;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SmsGateway;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.SmsPart;
import org.fivegmc.fallback.text.SmsSplitter;
import org.fivegmc.fallback.text.SplitText;

/// The SMS channel of the core: renders, splits, chooses the gateway and hands the parts over.
/// Keeps nothing itself, so that nothing is lost with the process. Thread-safe.
public final class SmsFallback implements SmsChannel {

    /// SMPP counts seconds, and zero would mean as long as the center likes.
    private static final long MIN_VALIDITY_MS = 1000;

    private static final long MIN_PAUSE_MS = 5_000;
    private static final long MAX_PAUSE_MS = 60_000;

    private final GatewayRoutes routes;
    private final Duration validity;
    private final Duration patience;
    private final SmsAddress anonymous;
    private final InstantSource clock;
    private final SmsRenderer renderer;
    private final AtomicInteger references =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(0x10000));

    /// @param validity how long gateways shall try, but never beyond the message's expiry; zero
    ///   leaves it at that
    /// @param patience how long a gateway may take for a part, from its own queue to the answer
    /// @param anonymous sender shown for those who have no number
    /// @param rich how content that is no text is said
    public SmsFallback(
            GatewayRoutes routes,
            Duration validity,
            Duration patience,
            SmsAddress anonymous,
            RichContent rich,
            InstantSource clock) {
        this.routes = routes;
        this.validity = validity;
        this.patience = patience;
        this.anonymous = anonymous;
        this.renderer = new SmsRenderer(rich);
        this.clock = clock;
    }

    @Override
    public SmsPlan prepare(Message message, RouteReason why) {
        if (!(message.recipient() instanceof Msisdn number)) {
            return new SmsPlan.NotPossible(RouteReason.NO_GATEWAY);
        }
        Optional<String> text = renderer.render(message);
        if (text.isEmpty()) {
            return new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE);
        }
        return switch (routes.choose(number)) {
            case GatewayRoutes.Choice.NoRoute() -> new SmsPlan.NotPossible(RouteReason.NO_GATEWAY);
            case GatewayRoutes.Choice.AllDown() ->
                    new SmsPlan.NotNow(RouteReason.NO_GATEWAY, pause(message));
            case GatewayRoutes.Choice.Usable(var gateway) -> plan(gateway, text.get());
        };
    }

    /// Grows with the time a message has waited, since each look rewrites it; spread, so that not
    /// all that waits comes back at once.
    private long pause(Message message) {
        long waited = clock.millis() - message.acceptedAtMs();
        long least = Math.clamp(waited / 4, MIN_PAUSE_MS, MAX_PAUSE_MS);
        return ThreadLocalRandom.current().nextLong(least, 2 * least);
    }

    private SmsPlan plan(SmsGateway gateway, String text) {
        return switch (new SmsSplitter(gateway.splitRules()).split(text, 0)) {
            case SplitText.Fits(var parts) -> {
                int first = references.getAndAdd(parts.size()) & 0xffff;
                yield new SmsPlan.Ready(gateway.id(), first, parts.size());
            }
            case SplitText.TooLong _ -> new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE);
        };
    }

    @Override
    public void submit(HandOver handOver, PartListener listener) {
        Message message = handOver.message();
        String id = handOver.leg().gateway();
        Optional<SmsGateway> gateway = routes.byId(id);
        if (gateway.isEmpty()) {
            withdraw(handOver, listener, "gateway " + id + " is no longer configured");
            return;
        }
        int reference = handOver.leg().reference();
        List<SmsPart> parts = parts(gateway.get(), message, reference);
        if (parts.size() != handOver.leg().parts().size()) {
            withdraw(handOver, listener, "the rules of gateway " + id + " have changed");
            return;
        }
        for (int part : handOver.parts()) {
            gateway.get()
                    .submit(
                            unit(message, parts.get(part), part, reference),
                            outcome -> tell(listener, id, part, outcome));
        }
    }

    private static void withdraw(HandOver handOver, PartListener listener, String cause) {
        for (int part : handOver.parts()) {
            listener.ended(part, new PartOutcome.GatewayGone(cause));
        }
    }

    private List<SmsPart> parts(SmsGateway gateway, Message message, int reference) {
        String text = renderer.render(message).orElse("");
        return new SmsSplitter(gateway.splitRules()).split(text, reference)
                        instanceof SplitText.Fits(var parts)
                ? parts
                : List.of();
    }

    private OutboundSms unit(Message message, SmsPart part, int index, int reference) {
        return new OutboundSms(
                message.id() + "/" + index,
                source(message.sender()),
                SmsAddress.international(digits(message.recipient())),
                part,
                validity(message),
                reference + index & 0xffff,
                true,
                patience);
    }

    /// What has expired here must not arrive from there.
    private Duration validity(Message message) {
        Duration left =
                Duration.ofMillis(
                        Math.max(MIN_VALIDITY_MS, message.expiresAtMs() - clock.millis()));
        return validity.isZero() || validity.compareTo(left) > 0 ? left : validity;
    }

    private SmsAddress source(UserAddress sender) {
        return sender instanceof Msisdn ? SmsAddress.international(digits(sender)) : anonymous;
    }

    private static String digits(UserAddress user) {
        return user instanceof Msisdn number ? Long.toString(number.e164()) : "";
    }

    private static void tell(
            PartListener listener, String gateway, int part, SubmitOutcome outcome) {
        switch (outcome) {
            case SubmitOutcome.Accepted(var _, var messageId) -> {
                if (messageId.isEmpty()) {
                    // Receipts of such a center can only be found by their reference.
                    listener.ended(part, new PartOutcome.Accepted());
                } else {
                    listener.accepted(part, new GatewayMessageKey(gateway, messageId));
                }
            }
            case SubmitOutcome.Retry(var reason, var detail, var after) ->
                    listener.ended(
                            part,
                            new PartOutcome.Retry(
                                    reason + ": " + detail,
                                    after.toMillis(),
                                    reason == SubmitOutcome.Reason.TRANSIENT));
            case SubmitOutcome.Rejected(var code, var reason) ->
                    listener.ended(part, new PartOutcome.Rejected(code + " " + reason));
            case SubmitOutcome.Unknown(var doubt) ->
                    listener.ended(part, new PartOutcome.Unknown(doubt.toString()));
        }
    }
}
