package org.fivegmc.fallback.channel;

import java.util.List;
import java.util.Optional;
import org.fivegmc.core.channel.SmsChannel.HandOver;
import org.fivegmc.core.channel.SmsChannel.PartListener;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.Bearer;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MmsContent;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.fallback.spi.FileContents;
import org.fivegmc.fallback.spi.MmsGateway;
import org.fivegmc.fallback.spi.MmsPage;
import org.fivegmc.fallback.spi.OutboundMms;
import org.fivegmc.fallback.spi.SubmitOutcome;

/// The way out by MMS: chooses the gateway and hands the message over, whose pictures the gateway
/// fetches and adapts on its own threads. Keeps nothing itself. Thread-safe.
public final class MmsFallback {
    private final GatewayRoutes<MmsGateway> routes;
    private final UnitTerms terms;
    private final MmsRenderer renderer;
    private final FileContents files;

    /// @param rich how content that is no text is said
    /// @param files where pictures of messages are kept
    public MmsFallback(
            GatewayRoutes<MmsGateway> routes,
            UnitTerms terms,
            RichContent rich,
            FileContents files) {
        this.routes = routes;
        this.terms = terms;
        this.renderer = new MmsRenderer(rich);
        this.files = files;
    }

    /// A computation without I/O, called on shard writers.
    SmsPlan prepare(Message message) {
        if (!(message.recipient() instanceof Msisdn number)) {
            return new SmsPlan.NotPossible(RouteReason.NO_GATEWAY);
        }
        return switch (routes.choose(number)) {
            case GatewayRoutes.Choice.NoRoute() -> new SmsPlan.NotPossible(RouteReason.NO_GATEWAY);
            case GatewayRoutes.Choice.AllDown() ->
                    new SmsPlan.NotNow(RouteReason.NO_GATEWAY, terms.pause(message));
            case GatewayRoutes.Choice.Usable(var gateway) ->
                    renderer.draft(message)
                            .filter(draft -> draft.fixedOctets() <= gateway.maxOctets())
                            .<SmsPlan>map(_ -> new SmsPlan.Ready(gateway.id(), 0, 1, Bearer.MMS))
                            .orElseGet(() -> new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE));
        };
    }

    /// Returns at once; called on shard writers, after the decision is durable.
    void submit(HandOver handOver, PartListener listener) {
        Message message = handOver.message();
        String id = handOver.leg().gateway();
        Optional<MmsGateway> gateway = routes.byId(id);
        Optional<MmsContent> offer = message.fallback().mms();
        if (gateway.isEmpty() || offer.isEmpty()) {
            String cause = "gateway " + id + " is no longer configured";
            handOver.parts()
                    .forEach(part -> listener.ended(part, new PartOutcome.GatewayGone(cause)));
            return;
        }
        for (int part : handOver.parts()) {
            gateway.get()
                    .submit(
                            new OutboundMms(
                                    message.id().toString(),
                                    terms.source(message.sender()),
                                    UnitTerms.destination(message.recipient()),
                                    offer.get().subject(),
                                    () -> pages(message),
                                    terms.validity(message),
                                    true,
                                    terms.patience()),
                            outcome -> {
                                if (isDown(outcome) && maySwitch(handOver)) {
                                    listener.ended(
                                            part, new PartOutcome.GatewayGone(outcome.toString()));
                                } else {
                                    UnitTerms.tell(listener, id, part, outcome);
                                }
                            });
        }
    }

    /// On a thread of the gateway: what the sender has brought may be megabytes.
    private List<MmsPage> pages(Message message) {
        return renderer.draft(message).map(draft -> draft.pages(files)).orElseGet(List::of);
    }

    private static boolean isDown(SubmitOutcome outcome) {
        return outcome instanceof SubmitOutcome.Retry retry
                && switch (retry.reason()) {
                    case GATEWAY_DOWN, CIRCUIT_OPEN -> true;
                    case BUSY, THROTTLED, TRANSIENT, OUT_OF_PATIENCE, STOPPED -> false;
                };
    }

    /// Whether it can still go as SMS instead of waiting for the MMSC.
    private static boolean maySwitch(HandOver handOver) {
        return handOver.message().fallback().allowsSms() && handOver.leg().resends() == 0;
    }
}
