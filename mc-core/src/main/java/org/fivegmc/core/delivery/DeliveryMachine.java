package org.fivegmc.core.delivery;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.delivery.DeliveryState.Held;
import org.fivegmc.core.delivery.DeliveryState.Leg;
import org.fivegmc.core.delivery.DeliveryState.LegState;
import org.fivegmc.core.delivery.DeliveryState.Over;
import org.fivegmc.core.delivery.DeliveryState.Sending;
import org.fivegmc.core.delivery.DeliveryState.Sms;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;

/// The life of one delivery: a pure function of state and event, without clock, I/O or log.
///
/// | state | event | next | effects |
/// |---|---|---|---|
/// | Held | Planned DeliverRcs | Sending | Send |
/// | Held | Planned DeliverRcs, all devices have it | Over DELIVERED_RCS | |
/// | Held | Planned FallBack | Held | PrepareSms |
/// | Held | Planned FallBack, not allowed | Over FAILED | Report FAILED |
/// | Held | Planned Hold | Held OFFLINE | |
/// | Held | Planned Reject, Fail | Over FAILED | Report FAILED |
/// | Held | Planned FallBack, Hold, Reject or Fail, some device has it | Over DELIVERED_RCS | |
/// | Held | Planned FallBack, Hold, Reject or Fail, a mirror that no device has | Over FAILED | |
/// | Held | Queued | Held QUEUED | |
/// | Held | Queued, must not wait | Held QUEUED, for the time of an attempt | |
/// | Held | SmsPrepared Ready | Sms | SubmitParts |
/// | Held | SmsPrepared NotNow | Held NO_GATEWAY | |
/// | Held | SmsPrepared NotPossible | Over FAILED | Report INTERWORKING_ERROR, FAILED |
/// | Held | SmsPrepared NotPossible, fallback deadline | Held, without deadline | |
/// | Held | Due, expired | Over EXPIRED | Report FAILED |
/// | Held | Due, expired, some device has it | Over DELIVERED_RCS | |
/// | Held | Due, fallback deadline | Held | PrepareSms |
/// | Held | Due | Held | Replan |
/// | Held | Due, must not wait, in vain for its turn | Held OFFLINE | Unreached |
/// | Held | Attempted Accepted, late answer to the last attempt | Held | Replan |
/// | Held | Revoke, no device has it or may have it | Over REVOKED | |
/// | Sending | Attempted, other devices pending | Sending | |
/// | Sending | Attempted, some device has it, none may retry | Over DELIVERED_RCS | |
/// | Sending | Attempted, some device may take it later | Held BACKOFF | |
/// | Sending | Attempted, devices are away | Held OFFLINE | |
/// | Sending | Attempted, impossible everywhere | Held BACKOFF | Unreached |
/// | Sending | Attempted, must not wait, no device has it | Held OFFLINE | Unreached |
/// | Sending | Attempted Accepted, the first client, without IMDN | as above | Report DELIVERED |
/// | Sending | Attempted BindingDead | as above | DropBinding |
/// | Sending | Attempted NotPossible, which tells of more than the message | as above | Refuted |
/// | Sending | Due (lease) | Held BACKOFF | |
/// | Sending | Due (lease), must not wait | Held OFFLINE | Unreached |
/// | Sending | Recovered | Held QUEUED | Replan |
/// | Sms | PartEnded Accepted | Sms | |
/// | Sms | PartEnded Accepted (the last one) | Sms | Report INTERWORKING_SMS |
/// | Sms | PartEnded Retry | Sms, later again | |
/// | Sms | PartEnded Retry, too often | Over FAILED | Report INTERWORKING_ERROR, FAILED |
/// | Sms | PartEnded Rejected, Receipt failed | Over FAILED | Report INTERWORKING_ERROR, FAILED |
/// | Sms | PartEnded GatewayGone | Over FAILED | Report INTERWORKING_ERROR, FAILED |
/// | Sms | PartEnded GatewayGone, some part may have been taken | Over SMS_UNCONFIRMED | |
/// | Sms | PartEnded Unknown, Recovered | Sms, waits for a receipt | |
/// | Sms | Receipt delivered | Sms | |
/// | Sms | Receipt delivered (the last one) | Over DELIVERED_SMS | Report INTERWORKING_SMS, DELIVERED |
/// | Sms, MMS | PartEnded Accepted | Sms | Report INTERWORKING_MMS |
/// | Sms, MMS | Receipt delivered | Over DELIVERED_MMS | Report INTERWORKING_MMS, DELIVERED |
/// | Sms, MMS | PartEnded Rejected, GatewayGone or Retry too often, may be SMS | Sms | PrepareSms |
/// | Sms, MMS | SmsPrepared Ready | Sms, as SMS | SubmitParts |
/// | Sms, MMS | SmsPrepared NotNow | Sms, later again | |
/// | Sms, MMS | SmsPrepared NotPossible | Over FAILED | Report INTERWORKING_ERROR, FAILED |
/// | Sms | Due, parts wait or the policy sends unanswered ones again | Sms | SubmitParts |
/// | Sms | Due, unanswered too often | Sms, waits for a receipt until it expires | |
/// | Sms | Due, receipts overdue, expired | Over SMS_UNCONFIRMED | |
/// | Sms | Due, expired, surely nothing sent | Over EXPIRED | Report INTERWORKING_ERROR, FAILED |
/// | Over | Due, Recovered | Over | Report again |
/// | any | ReportStored, was due | same | |
/// | any but Over | Acknowledged | same | Report STORED (Held) or PROCESSED |
/// | any but Over | Due, reports not stored in time | as by the time of its state | Report again |
/// | any but Over | Purge | Over PURGED | |
///
/// Reports are made only for senders who asked for them; every way into Over repeats those that are
/// not stored yet, except that into REVOKED, whose sender has the answer. Everything else is
/// ignored, and so is Revoke once anybody may have the message, and whatever comes to a Held
/// SCHEDULED before its time, but Revoke and Purge: [Step#ignored()].
public final class DeliveryMachine {

    /// Shortest wait before something is tried again, whatever a peer asks for: no busy loops.
    static final long SOONEST_MS = 100;

    /// Longest wait that a peer may ask for.
    static final long LATEST_MS = 24 * 3_600_000L;

    private final DeliveryPolicy policy;
    private final SmsSteps sms;

    public DeliveryMachine(DeliveryPolicy policy) {
        this.policy = policy;
        this.sms = new SmsSteps(policy);
    }

    /// @param nowMs the time of the event, milliseconds since the epoch
    public Step on(Delivery delivery, DeliveryEvent event, long nowMs) {
        boolean again =
                event instanceof DeliveryEvent.Due
                        && delivery.reportAtMs() != 0
                        && nowMs >= delivery.reportAtMs();
        Step step = again ? reportAgain(delivery, event, nowMs) : react(delivery, event, nowMs);
        return step.withReportsAt(nowMs + policy.reportRetryMs());
    }

    /// The sender's shard has not taken them, or its answer was lost.
    private Step reportAgain(Delivery delivery, DeliveryEvent event, long nowMs) {
        Delivery waiting = delivery.reportingAt(0);
        Step step =
                nowMs >= delivery.stateDueMs() ? react(waiting, event, nowMs) : Step.of(waiting);
        if (step.delivery().isOver()) {
            return step;
        }
        for (ReportKind kind : delivery.reportsDueList()) {
            step = step.and(new DeliveryEffect.Report(kind));
        }
        return step;
    }

    private Step react(Delivery delivery, DeliveryEvent event, long nowMs) {
        if (event instanceof DeliveryEvent.ReportStored stored) {
            return delivery.isDue(stored.kind())
                    ? Step.of(delivery.reported(stored.kind()))
                    : Step.ignore(delivery);
        }
        if (event instanceof DeliveryEvent.Acknowledged) {
            return acknowledged(delivery);
        }
        if (event instanceof DeliveryEvent.Purge) {
            return delivery.isOver()
                    ? Step.ignore(delivery)
                    : Step.over(delivery, Outcome.PURGED, nowMs, policy);
        }
        if (event instanceof DeliveryEvent.Revoke) {
            return delivery.state() instanceof Held && delivery.isNowhere()
                    ? Step.over(delivery.withoutReports(), Outcome.REVOKED, nowMs, policy)
                    : Step.ignore(delivery);
        }
        return switch (delivery.state()) {
            case Held held -> onHeld(delivery, held, event, nowMs);
            case Sending sending -> onSending(delivery, sending, event, nowMs);
            case Sms leg -> sms.on(delivery, leg, event, nowMs);
            case Over over -> onOver(delivery, over, event, nowMs);
        };
    }

    private static Step acknowledged(Delivery d) {
        ReportKind kind = d.state() instanceof Held ? ReportKind.STORED : ReportKind.PROCESSED;
        if (d.isOver() || !d.message().wants(kind)) {
            return Step.ignore(d);
        }
        return Step.of(d.reporting(kind), new DeliveryEffect.Report(kind));
    }

    private Step onHeld(Delivery d, Held held, DeliveryEvent event, long nowMs) {
        if (held.reason() == HoldReason.SCHEDULED && nowMs < held.wakeAtMs()) {
            return Step.ignore(d);
        }
        return switch (event) {
            case DeliveryEvent.Planned(var plan) -> planned(d, held, plan, nowMs);
            case DeliveryEvent.Queued() ->
                    Step.of(
                            d.with(
                                    new Held(
                                            HoldReason.QUEUED,
                                            turnBy(d.message(), nowMs),
                                            held.fallbackAtMs())));
            case DeliveryEvent.SmsPrepared(var why, var plan) ->
                    smsPrepared(d, held, why, plan, nowMs);
            case DeliveryEvent.Due() -> heldDue(d, held, nowMs);
            case DeliveryEvent.Recovered() -> Step.ignore(d);
            case DeliveryEvent.Attempted(var attempt, var device, AttemptOutcome.Accepted accepted)
                    when attempt == d.attempts() && !d.delivered().contains(device) ->
                    takenLate(d, device, accepted);
            case DeliveryEvent.Attempted _ -> Step.ignore(d);
            case DeliveryEvent.PartEnded _ -> Step.ignore(d);
            case DeliveryEvent.Receipt _ -> Step.ignore(d);
            // taken care of in any state
            case DeliveryEvent.ReportStored _, DeliveryEvent.Acknowledged _ -> Step.ignore(d);
            case DeliveryEvent.Purge _, DeliveryEvent.Revoke _ -> Step.ignore(d);
        };
    }

    /// Until when it may wait for its turn.
    private long turnBy(Message message, long nowMs) {
        long expiry = message.expiresAtMs();
        return message.mayWait() ? expiry : Math.min(expiry, nowMs + policy.leaseMs(message));
    }

    /// The attempt was given up, for example in a long outage of the store, and its answer comes
    /// all the same: what a device has must not be sent to it again, nor leave as SMS.
    private static Step takenLate(Delivery d, DeviceId device, AttemptOutcome.Accepted accepted) {
        Delivery next = d.deliveredTo(device);
        return speaksFor(d, accepted)
                ? Step.of(
                        next.reporting(ReportKind.DELIVERED),
                        new DeliveryEffect.Report(ReportKind.DELIVERED),
                        new DeliveryEffect.Replan())
                : Step.of(next, new DeliveryEffect.Replan());
    }

    /// Whether the network reports the delivery: for the first device, if it does not do so itself.
    private static boolean speaksFor(Delivery d, AttemptOutcome.Accepted accepted) {
        return !accepted.reportsItself()
                && d.delivered().isEmpty()
                && d.message().wants(ReportKind.DELIVERED);
    }

    private Step planned(Delivery d, Held held, RoutePlan plan, long nowMs) {
        return switch (plan) {
            case RoutePlan.DeliverRcs rcs -> {
                List<Binding> devices =
                        d.delivered().isEmpty() ? rcs.devices() : others(d, rcs.devices());
                if (devices.isEmpty()) {
                    yield over(d, Outcome.DELIVERED_RCS, nowMs);
                }
                List<Leg> legs = legs(devices);
                Delivery sending =
                        d.nextAttempt(
                                new Sending(
                                        legs,
                                        nowMs + policy.leaseMs(d.message()),
                                        Math.min(held.fallbackAtMs(), rcs.fallbackAtMs())));
                yield Step.of(sending, new DeliveryEffect.Send(sending.attempts(), devices));
            }
            // No other device is in reach: one that has it is enough.
            case RoutePlan.FallBack _, RoutePlan.Hold _, RoutePlan.Reject _, RoutePlan.Fail _
                    when !d.delivered().isEmpty() ->
                    over(d, Outcome.DELIVERED_RCS, nowMs);
            // It is for devices that are registered, and there are none any more.
            case RoutePlan.FallBack _, RoutePlan.Hold _, RoutePlan.Reject _, RoutePlan.Fail _
                    when d.message().isMirror() ->
                    failed(d, Failure.UNKNOWN, nowMs);
            case RoutePlan.FallBack _ when !d.mayFallBack() -> failed(d, Failure.UNKNOWN, nowMs);
            case RoutePlan.FallBack fallBack ->
                    Step.of(d, new DeliveryEffect.PrepareSms(fallBack.reason()));
            case RoutePlan.Hold hold ->
                    Step.of(
                            d.with(
                                    new Held(
                                            HoldReason.OFFLINE,
                                            d.message().expiresAtMs(),
                                            hold.fallbackAtMs())));
            case RoutePlan.Reject _ -> failed(d, Failure.UNKNOWN, nowMs);
            case RoutePlan.Fail fail -> failed(d, fail.why(), nowMs);
        };
    }

    private static List<Binding> others(Delivery d, List<Binding> devices) {
        return devices.stream().filter(b -> !d.delivered().contains(b.device())).toList();
    }

    private static List<Leg> legs(List<Binding> devices) {
        if (devices.size() == 1) {
            return List.of(new Leg(devices.getFirst().device(), LegState.PENDING));
        }
        return devices.stream().map(b -> new Leg(b.device(), LegState.PENDING)).toList();
    }

    private Step smsPrepared(Delivery d, Held held, RouteReason why, SmsPlan plan, long nowMs) {
        if (!d.mayFallBack()) {
            return Step.ignore(d);
        }
        return switch (plan) {
            case SmsPlan.Ready ready -> sms.claim(d, ready, nowMs);
            case SmsPlan.NotNow notNow -> {
                long wake = nowMs + Math.clamp(notNow.afterMs(), SOONEST_MS, LATEST_MS);
                // A deadline that has passed must not wake a delivery that waits for a gateway.
                long fallbackAt = held.fallbackAtMs() <= nowMs ? wake : held.fallbackAtMs();
                yield Step.of(d.with(new Held(HoldReason.NO_GATEWAY, wake, fallbackAt)));
            }
            // Only the wait was too long: the user may still come back before the message expires.
            case SmsPlan.NotPossible _ when why == RouteReason.OFFLINE_DEADLINE_PASSED ->
                    Step.of(d.with(withoutDeadline(d, held)));
            case SmsPlan.NotPossible _ -> sms.failed(d, nowMs);
        };
    }

    private static Held withoutDeadline(Delivery d, Held held) {
        return held.reason() == HoldReason.BACKOFF
                ? new Held(HoldReason.BACKOFF, held.wakeAtMs(), RoutePlan.NO_DEADLINE)
                : new Held(HoldReason.OFFLINE, d.message().expiresAtMs(), RoutePlan.NO_DEADLINE);
    }

    private Step heldDue(Delivery d, Held held, long nowMs) {
        if (nowMs >= d.message().expiresAtMs()) {
            return d.delivered().isEmpty()
                    ? over(d.reporting(ReportKind.FAILED), Outcome.EXPIRED, nowMs)
                    : over(d, Outcome.DELIVERED_RCS, nowMs);
        }
        if (nowMs >= held.fallbackAtMs() && d.mayFallBack()) {
            return Step.of(d, new DeliveryEffect.PrepareSms(RouteReason.OFFLINE_DEADLINE_PASSED));
        }
        if (nowMs >= held.wakeAtMs()) {
            return held.reason() == HoldReason.QUEUED && !d.message().mayWait()
                    ? unreached(d, held.fallbackAtMs())
                    : Step.of(d, new DeliveryEffect.Replan());
        }
        return Step.ignore(d);
    }

    private Step onSending(Delivery d, Sending sending, DeliveryEvent event, long nowMs) {
        return switch (event) {
            case DeliveryEvent.Attempted(var attempt, var device, var outcome) ->
                    attempt == d.attempts()
                            ? attempted(d, sending, device, outcome, nowMs)
                            : Step.ignore(d);
            case DeliveryEvent.Due() ->
                    nowMs < sending.leaseAtMs()
                            ? Step.ignore(d)
                            : leaseEnds(d.unanswered(), sending, nowMs);
            case DeliveryEvent.Recovered() ->
                    Step.of(
                            d.unanswered()
                                    .with(
                                            new Held(
                                                    HoldReason.QUEUED,
                                                    d.message().expiresAtMs(),
                                                    sending.fallbackAtMs())),
                            new DeliveryEffect.Replan());
            case DeliveryEvent.Planned _, DeliveryEvent.Queued _ -> Step.ignore(d);
            case DeliveryEvent.SmsPrepared _ -> Step.ignore(d);
            case DeliveryEvent.PartEnded _, DeliveryEvent.Receipt _ -> Step.ignore(d);
            // taken care of in any state
            case DeliveryEvent.ReportStored _, DeliveryEvent.Acknowledged _ -> Step.ignore(d);
            case DeliveryEvent.Purge _, DeliveryEvent.Revoke _ -> Step.ignore(d);
        };
    }

    private Step leaseEnds(Delivery d, Sending sending, long nowMs) {
        return d.message().mayWait()
                ? Step.of(backOff(d, sending, nowMs))
                : unreached(d, sending.fallbackAtMs());
    }

    private Step attempted(
            Delivery before, Sending sending, DeviceId device, AttemptOutcome told, long nowMs) {
        AttemptOutcome outcome = told.plain();
        Delivery d = told instanceof AttemptOutcome.InDoubt ? before.unanswered() : before;
        LegState reached =
                switch (outcome) {
                    case AttemptOutcome.InDoubt _ ->
                            throw new IllegalArgumentException("a doubt about a doubt");
                    case AttemptOutcome.Accepted _ -> LegState.ACCEPTED;
                    case AttemptOutcome.Later _ -> LegState.RETRY;
                    case AttemptOutcome.Unreachable _ -> LegState.RETRY;
                    case AttemptOutcome.Offline _, AttemptOutcome.BindingDead _ -> LegState.OFFLINE;
                    case AttemptOutcome.NotPossible _ -> LegState.NOT_POSSIBLE;
                };
        int leg = pending(sending, device);
        if (leg < 0) {
            return Step.ignore(before);
        }
        long retryAfter = outcome instanceof AttemptOutcome.Later later ? later.retryAfterMs() : 0;
        long notBefore = retryAfter > 0 ? nowMs + Math.min(retryAfter, LATEST_MS) : 0;
        Sending updated = answered(sending, leg, reached, notBefore);
        Delivery next = d.with(updated);
        boolean networkReports = false;
        if (outcome instanceof AttemptOutcome.Accepted accepted) {
            networkReports = speaksFor(d, accepted);
            next = next.deliveredTo(device);
            if (networkReports) {
                next = next.reporting(ReportKind.DELIVERED);
            }
        }
        Step step = any(updated, LegState.PENDING) ? Step.of(next) : settle(next, updated, nowMs);
        if (networkReports && !step.delivery().isOver()) {
            return step.and(new DeliveryEffect.Report(ReportKind.DELIVERED));
        }
        if (outcome instanceof AttemptOutcome.BindingDead) {
            return step.and(new DeliveryEffect.DropBinding(device));
        }
        long lacks = outcome instanceof AttemptOutcome.NotPossible no ? lacks(d, no) : 0;
        return lacks == 0 ? step : step.and(new DeliveryEffect.Refuted(device, lacks));
    }

    /// What a device has shown that it can not. One that does not take what a chatbot writes may
    /// take what people write; and who takes no reports may take messages.
    private static long lacks(Delivery d, AttemptOutcome.NotPossible refusal) {
        if (d.message().isReport() || d.message().isMirror()) {
            return 0;
        }
        return switch (refusal.says()) {
            case MESSAGE -> 0;
            case KIND ->
                    d.message().sender() instanceof ChatbotAddress
                            ? Capabilities.CHATBOT | Capabilities.CHATBOT_STANDALONE
                            : Capabilities.EVERYTHING;
            case DEVICE -> Capabilities.EVERYTHING;
        };
    }

    /// The leg that waits for this device's answer; -1 for none.
    private static int pending(Sending sending, DeviceId device) {
        List<Leg> legs = sending.legs();
        for (int i = 0; i < legs.size(); i++) {
            if (legs.get(i).state() == LegState.PENDING && legs.get(i).device().equals(device)) {
                return i;
            }
        }
        return -1;
    }

    private static Sending answered(Sending sending, int leg, LegState reached, long notBeforeMs) {
        var answered = new Leg(sending.legs().get(leg).device(), reached, notBeforeMs);
        List<Leg> changed;
        if (sending.legs().size() == 1) {
            changed = List.of(answered);
        } else {
            var copy = new ArrayList<>(sending.legs());
            copy.set(leg, answered);
            changed = List.copyOf(copy);
        }
        return new Sending(changed, sending.leaseAtMs(), sending.fallbackAtMs());
    }

    /// Every device has answered.
    private Step settle(Delivery d, Sending sending, long nowMs) {
        boolean refused = !any(sending, LegState.RETRY) && !any(sending, LegState.OFFLINE);
        if (!d.message().mayWait() && d.delivered().isEmpty() && !refused) {
            return unreached(d, sending.fallbackAtMs());
        }
        if (any(sending, LegState.RETRY) && d.message().mayWait()) {
            return Step.of(backOff(d, sending, nowMs));
        }
        if (!d.delivered().isEmpty()) {
            return over(d, Outcome.DELIVERED_RCS, nowMs);
        }
        if (!refused) {
            return Step.of(
                    d.with(
                            new Held(
                                    HoldReason.OFFLINE,
                                    d.message().expiresAtMs(),
                                    sending.fallbackAtMs())));
        }
        return Step.of(backOff(d, sending, nowMs), new DeliveryEffect.Unreached(true));
    }

    /// The devices are as good as away, and the message must not be kept for them.
    private static Step unreached(Delivery d, long fallbackAtMs) {
        return Step.of(
                d.with(new Held(HoldReason.OFFLINE, d.message().expiresAtMs(), fallbackAtMs)),
                new DeliveryEffect.Unreached(false));
    }

    /// The pause of the schedule, or the longest that any device asked for.
    private Delivery backOff(Delivery d, Sending sending, long nowMs) {
        long asked = sending.legs().stream().mapToLong(Leg::notBeforeMs).max().orElse(0) - nowMs;
        long wait =
                Math.clamp(Math.max(policy.retryAfter(d.attempts()), asked), SOONEST_MS, LATEST_MS);
        return d.with(new Held(HoldReason.BACKOFF, nowMs + wait, sending.fallbackAtMs()));
    }

    private static boolean any(Sending sending, LegState state) {
        List<Leg> legs = sending.legs();
        for (int i = 0; i < legs.size(); i++) {
            if (legs.get(i).state() == state) {
                return true;
            }
        }
        return false;
    }

    private Step onOver(Delivery d, Over over, DeliveryEvent event, long nowMs) {
        boolean again =
                event instanceof DeliveryEvent.Recovered
                        || event instanceof DeliveryEvent.Due && nowMs >= over.wakeAtMs();
        if (!again) {
            return Step.ignore(d);
        }
        return Step.over(d, over.outcome(), over.why(), nowMs, policy);
    }

    private Step failed(Delivery d, Failure why, long nowMs) {
        return Step.over(d.reporting(ReportKind.FAILED), Outcome.FAILED, why, nowMs, policy);
    }

    private Step over(Delivery d, Outcome outcome, long nowMs) {
        return Step.over(d, outcome, nowMs, policy);
    }
}
