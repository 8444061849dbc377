package org.fivegmc.fallback.channel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SmsGateway;
import org.fivegmc.fallback.text.SmsPart;
import org.fivegmc.fallback.text.SmsSplitter;
import org.fivegmc.fallback.text.SplitText;

/// The way out by SMS: renders, splits, chooses the gateway and hands the parts over. Keeps nothing
/// itself, so that nothing is lost with the process. Thread-safe.
public final class SmsFallback implements SmsChannel {

    private final GatewayRoutes<SmsGateway> routes;
    private final UnitTerms terms;
    private final SmsRenderer renderer;
    private final AtomicInteger references =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(0x10000));

    /// @param rich how content that is no text is said
    public SmsFallback(GatewayRoutes<SmsGateway> routes, UnitTerms terms, RichContent rich) {
        this.routes = routes;
        this.terms = terms;
        this.renderer = new SmsRenderer(rich);
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
                    new SmsPlan.NotNow(RouteReason.NO_GATEWAY, terms.pause(message));
            case GatewayRoutes.Choice.Usable(var gateway) -> plan(gateway, text.get());
        };
    }

    @Override
    public Memory memory(Message message) {
        return message.sender() instanceof ChatbotAddress
                ? renderer.render(message)
                        .map(text -> terms.chatbots().memory(message, text))
                        .orElse(Memory.NONE)
                : Memory.NONE;
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
                            outcome -> UnitTerms.tell(listener, id, part, outcome));
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
                terms.source(message.sender()),
                UnitTerms.destination(message.recipient()),
                part,
                terms.validity(message),
                reference + index & 0xffff,
                true,
                terms.patience(),
                message.trafficClass());
    }
}
