package org.fivegmc.core.center;

import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryEffect;
import org.fivegmc.core.delivery.DeliveryEvent;
import org.fivegmc.core.delivery.DeliveryMachine;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.delivery.Step;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteQuery;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.SmsPartRef;
import org.fivegmc.core.subscriber.Binding;
import org.jspecify.annotations.Nullable;

/// Feeds [DeliveryMachine] and carries out its effects: what must not be seen before it is durable
/// waits for the commit. Confined to the writer's thread.
final class DeliverySteps {

    private final ShardWriter writer;
    private final MessageCenter center;
    private final DeliveryMachine machine;

    DeliverySteps(ShardWriter writer, MessageCenter center) {
        this.writer = writer;
        this.center = center;
        this.machine = new DeliveryMachine(writer.services.policy());
    }

    RoutePlan plan(Account account, Message message) {
        return plan(account.recipient, message);
    }

    /// The way this message takes as long as none of the user's devices answers.
    RoutePlan planWithoutDevices(Account account, Message message) {
        return account.recipient instanceof Recipient.Known(var subscriber)
                ? plan(new Recipient.Known(subscriber.withoutBindings()), message)
                : plan(account.recipient, message);
    }

    /// The way this message takes if it can't leave as SMS.
    RoutePlan planWithoutSms(Account account, Message message) {
        return writer.services.planner().plan(query(account.recipient, message).withoutFallback());
    }

    /// The name of the rule behind [#plan(Account, Message)].
    String rule(Account account, Message message) {
        return writer.services.planner().rule(query(account.recipient, message));
    }

    /// The way of a message that RCS did not get there. Devices that came during the attempt get
    /// their chance first.
    private RoutePlan planUnreached(Account account, Message message, boolean refused) {
        if (refused) {
            return writer.services.planner().refused(query(account.recipient, message));
        }
        return account.hasNewsSince(message.id())
                ? plan(account, message)
                : planWithoutDevices(account, message);
    }

    private RoutePlan plan(Recipient recipient, Message message) {
        return writer.services.planner().plan(query(recipient, message));
    }

    private RouteQuery query(Recipient recipient, Message message) {
        return new RouteQuery(
                message.sender(),
                message.recipient(),
                recipient,
                message.purpose(),
                message.fallback(),
                message.mayWait(),
                message.startsAtMs(),
                writer.nowMs());
    }

    /// Runs the machine until no immediate effect is left. Later effects are queued for after the
    /// commit.
    Delivery advance(
            Account account, Delivery before, DeliveryEvent event, @Nullable SmsPlan prepared) {
        Step step = machine.on(before, event, writer.nowMs());
        Delivery delivery = step.delivery();
        for (DeliveryEffect effect : step.effects()) {
            switch (effect) {
                case DeliveryEffect.Send send -> send(delivery, send, event);
                case DeliveryEffect.SubmitParts submit -> handOver(delivery, submit);
                case DeliveryEffect.Report(var kind) -> report(delivery, kind);
                case DeliveryEffect.PrepareSms(var why) ->
                        delivery =
                                event instanceof DeliveryEvent.Due && isNext(account, delivery)
                                        ? queued(account, delivery)
                                        : prepareSms(account, delivery, why, prepared);
                case DeliveryEffect.Replan() -> {
                    delivery = advance(account, delivery, new DeliveryEvent.Queued(), null);
                    writer.drainNextTurn(account.address);
                }
                case DeliveryEffect.Unreached(var refused) ->
                        delivery =
                                advance(
                                        account,
                                        delivery,
                                        new DeliveryEvent.Planned(
                                                planUnreached(
                                                        account, delivery.message(), refused)),
                                        null);
                case DeliveryEffect.DropBinding(var device) ->
                        writer.desks().registrations().drop(account, device);
                case DeliveryEffect.Refuted(var device, var lacks) ->
                        writer.desks().registrations().refute(account, device, lacks);
            }
        }
        return delivery;
    }

    private Delivery queued(Account account, Delivery delivery) {
        if (!account.laneBusy(Lane.of(delivery.message()))
                && !account.laneRests(delivery.message())) {
            writer.drainNextTurn(account.address);
        }
        return advance(account, delivery, new DeliveryEvent.Queued(), null);
    }

    /// Whether a delivery whose deadline has passed gets its chance over RCS all the same: the user
    /// came back in time, and it only waits for its turn. Behind one that waits for a gateway it
    /// keeps its place.
    private boolean isNext(Account account, Delivery delivery) {
        return account.laneWaitsForGateway(delivery.message())
                || !account.laneRests(delivery.message())
                        && plan(account, delivery.message()) instanceof RoutePlan.DeliverRcs;
    }

    private Delivery prepareSms(
            Account account, Delivery delivery, RouteReason why, @Nullable SmsPlan prepared) {
        if (prepared != null) {
            return fallBack(account, delivery, why, prepared);
        }
        // The machine knows what the sender offers; whether the policy agrees, only the planner.
        // What has left RCS does not come back.
        boolean left = delivery.state() instanceof DeliveryState.Sms;
        return left || allowsFallback(account, delivery)
                ? fallBack(
                        account,
                        delivery,
                        why,
                        writer.services.sms().prepare(delivery.message(), why))
                : advance(account, delivery, withoutFallback(why), null);
    }

    private boolean allowsFallback(Account account, Delivery delivery) {
        return writer.services
                .planner()
                .allowsFallback(query(account.recipient, delivery.message()));
    }

    /// Devices that refuse it end it; a deadline of an earlier policy is none any more.
    private static DeliveryEvent withoutFallback(RouteReason why) {
        return why == RouteReason.OFFLINE_DEADLINE_PASSED
                ? new DeliveryEvent.SmsPrepared(
                        why, new SmsPlan.NotPossible(RouteReason.FALLBACK_OFF))
                : new DeliveryEvent.Planned(
                        new RoutePlan.Reject(
                                RouteReason.FALLBACK_OFF, RefusalReason.UNKNOWN_RECIPIENT));
    }

    private Delivery fallBack(Account account, Delivery delivery, RouteReason why, SmsPlan plan) {
        if (plan instanceof SmsPlan.Ready(var gateway, var _, var parts, var _)) {
            remember(delivery.message());
            writer.tell(
                    new TrailEvent.FellBack(
                            delivery.message().id(), why, gateway, parts, writer.nowMs()));
        }
        return advance(account, delivery, new DeliveryEvent.SmsPrepared(why, plan), null);
    }

    private void remember(Message message) {
        SmsChannel.Memory memory = writer.services.sms().memory(message);
        if (memory.octets().length > 0) {
            DedupKey key = DedupKey.memory(message.recipient(), message.sender());
            writer.change().putMemory(key, memory.octets(), writer.nowMs() + memory.keptMs());
            writer.overlay().put(key, memory);
        }
    }

    private void send(Delivery delivery, DeliveryEffect.Send send, DeliveryEvent event) {
        Message message = delivery.message();
        RouteReason reason =
                event instanceof DeliveryEvent.Planned(var plan)
                        ? plan.reason()
                        : RouteReason.REGISTERED_AND_CAPABLE;
        for (Binding device : send.devices()) {
            writer.tell(
                    new TrailEvent.Sent(
                            message.id(),
                            send.attempt(),
                            device.device().value(),
                            reason,
                            writer.nowMs()));
            writer.afterCommit(() ->
                    writer.services
                            .rcs()
                            .send(
                                    message,
                                    device,
                                    outcome ->
                                            center.attempted(
                                                    message.recipient(),
                                                    message.id(),
                                                    send.attempt(),
                                                    device,
                                                    outcome)));
        }
    }

    private void handOver(Delivery delivery, DeliveryEffect.SubmitParts submit) {
        Message message = delivery.message();
        for (int part : submit.parts()) {
            writer.tell(
                    new TrailEvent.PartHandedOver(
                            message.id(), part, submit.possibleDuplicate(), writer.nowMs()));
        }
        var handOver =
                new SmsChannel.HandOver(
                        message, submit.leg(), submit.parts(), submit.possibleDuplicate());
        var listener =
                new SmsChannel.PartListener() {
                    @Override
                    public void accepted(int part, GatewayMessageKey key) {
                        center.partAccepted(
                                new SmsPartRef(message.recipient(), message.id(), part),
                                key,
                                message.expiresAtMs() + writer.config.receiptMs());
                    }

                    @Override
                    public void ended(int part, PartOutcome outcome) {
                        center.partEnded(message.recipient(), message.id(), part, outcome);
                    }
                };
        writer.afterCommit(() -> writer.services.sms().submit(handOver, listener));
    }

    private void report(Delivery delivery, ReportKind kind) {
        Message about = delivery.message();
        long now = writer.nowMs();
        writer.afterCommit(() ->
                center.submitReport(
                        about, writer.services.reports().compose(delivery, kind, now), kind));
    }
}
