package org.fivegmc.core.delivery;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.delivery.DeliveryState.Held;
import org.fivegmc.core.delivery.DeliveryState.Leg;
import org.fivegmc.core.delivery.DeliveryState.LegState;
import org.fivegmc.core.delivery.DeliveryState.Over;
import org.fivegmc.core.delivery.DeliveryState.Sending;
import org.fivegmc.core.delivery.DeliveryState.Sms;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.DeviceId;

/// The life of one delivery: a pure function of state and event, without clock, I/O or log.
///
/// | state | event | next | effects |
/// |---|---|---|---|
/// | Held | Planned DeliverRcs | Sending | Send |
/// | Held | Planned DeliverRcs, all devices have it | Over DELIVERED_RCS | |
/// | Held | Planned FallBack | Held | PrepareSms |
/// | Held | Planned Hold | Held OFFLINE | |
/// | Held | Planned Reject | Over FAILED | Report FAILED |
/// | Held | Queued | Held QUEUED | |
/// | Held | SmsPrepared Ready | Sms | SubmitParts |
/// | Held | SmsPrepared NotNow | Held NO_GATEWAY | |
/// | Held | SmsPrepared NotPossible | Over FAILED | Report FAILED |
/// | Held | Due, expired | Over EXPIRED | Report FAILED |
/// | Held | Due, fallback deadline | Held | PrepareSms |
/// | Held | Due | Held | Replan |
/// | Sending | Attempted, other devices pending | Sending | |
/// | Sending | Attempted, some device has it, none may retry | Over DELIVERED_RCS | Report DELIVERED for clients without IMDN |
/// | Sending | Attempted, may work later | Held BACKOFF or OFFLINE | |
/// | Sending | Attempted, impossible everywhere | Held | PrepareSms |
/// | Sending | Due (lease), Recovered | Held BACKOFF, Held QUEUED | Replan |
/// | Sms | PartEnded Accepted (the last one) | Sms | Report INTERWORKING_SMS |
/// | Sms | PartEnded Retry | Sms, later again | |
/// | Sms | PartEnded Rejected, Receipt failed | Over FAILED | Report INTERWORKING_ERROR, FAILED |
/// | Sms | PartEnded Unknown, Recovered | Sms, waits for a receipt | |
/// | Sms | Receipt delivered (the last one) | Over DELIVERED_SMS | Report DELIVERED |
/// | Sms | Due | Sms | SubmitParts |
/// | Sms | Due, receipts overdue | Over SMS_UNCONFIRMED | |
/// | Over | ReportStored | Over | |
/// | Over | Due, Recovered | Over | Report again |
/// | any but Over | Acknowledged | same | Report STORED (Held) or PROCESSED |
/// | any but Over | Purge | Over PURGED | |
///
/// Everything else is ignored: [Step#ignored()].
public final class DeliveryMachine {

    private final DeliveryPolicy policy;

    public DeliveryMachine(DeliveryPolicy policy) {
        this.policy = policy;
    }

    /// @param nowMs the time of the event, milliseconds since the epoch
    public Step on(Delivery delivery, DeliveryEvent event, long nowMs) {
        if (event instanceof DeliveryEvent.ReportStored stored) {
            return Step.of(delivery.reported(stored.kind()));
        }
        if (event instanceof DeliveryEvent.Acknowledged) {
            return acknowledged(delivery);
        }
        if (event instanceof DeliveryEvent.Purge) {
            return delivery.isOver()
                    ? Step.ignore(delivery)
                    : over(delivery, Outcome.PURGED, nowMs);
        }
        return switch (delivery.state()) {
            case Held held -> onHeld(delivery, held, event, nowMs);
            case Sending sending -> onSending(delivery, sending, event, nowMs);
            case Sms sms -> onSms(delivery, sms, event, nowMs);
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
        return switch (event) {
            case DeliveryEvent.Planned(var plan) -> planned(d, held, plan, nowMs);
            case DeliveryEvent.Queued() ->
                    Step.of(
                            d.with(
                                    new Held(
                                            HoldReason.QUEUED,
                                            d.message().expiresAtMs(),
                                            held.fallbackAtMs())));
            case DeliveryEvent.SmsPrepared(var _, var plan) -> smsPrepared(d, held, plan, nowMs);
            case DeliveryEvent.Due() -> heldDue(d, held, nowMs);
            case DeliveryEvent.Recovered() -> Step.ignore(d);
            case DeliveryEvent.Attempted _ -> Step.ignore(d);
            case DeliveryEvent.PartEnded _ -> Step.ignore(d);
            case DeliveryEvent.Receipt _ -> Step.ignore(d);
            case DeliveryEvent.ReportStored _, DeliveryEvent.Acknowledged _ -> Step.ignore(d);
            case DeliveryEvent.Purge _ -> Step.ignore(d);
        };
    }

    private Step planned(Delivery d, Held held, RoutePlan plan, long nowMs) {
        return switch (plan) {
            case RoutePlan.DeliverRcs rcs -> {
                List<Binding> devices =
                        d.delivered().isEmpty()
                                ? rcs.devices()
                                : rcs.devices().stream()
                                        .filter(b -> !d.delivered().contains(b.device()))
                                        .toList();
                if (devices.isEmpty()) {
                    yield over(d, Outcome.DELIVERED_RCS, nowMs);
                }
                List<Leg> legs = legs(devices);
                Delivery sending =
                        d.nextAttempt(
                                new Sending(
                                        legs,
                                        nowMs + policy.attemptLeaseMs(),
                                        held.fallbackAtMs()));
                yield Step.of(sending, new DeliveryEffect.Send(sending.attempts(), devices));
            }
            // A user who has it on one device does not get it by SMS too.
            case RoutePlan.FallBack _ when !d.delivered().isEmpty() ->
                    over(d, Outcome.DELIVERED_RCS, nowMs);
            case RoutePlan.FallBack fallBack ->
                    Step.of(d, new DeliveryEffect.PrepareSms(fallBack.reason()));
            case RoutePlan.Hold _ when !d.delivered().isEmpty() ->
                    over(d, Outcome.DELIVERED_RCS, nowMs);
            case RoutePlan.Hold hold ->
                    Step.of(
                            d.with(
                                    new Held(
                                            HoldReason.OFFLINE,
                                            d.message().expiresAtMs(),
                                            hold.fallbackAtMs())));
            case RoutePlan.Reject _ when !d.delivered().isEmpty() ->
                    over(d, Outcome.DELIVERED_RCS, nowMs);
            case RoutePlan.Reject _ -> over(d.reporting(ReportKind.FAILED), Outcome.FAILED, nowMs);
        };
    }

    private static List<Leg> legs(List<Binding> devices) {
        if (devices.size() == 1) {
            return List.of(new Leg(devices.getFirst().device(), LegState.PENDING));
        }
        return devices.stream().map(b -> new Leg(b.device(), LegState.PENDING)).toList();
    }

    private Step smsPrepared(Delivery d, Held held, SmsPlan plan, long nowMs) {
        return switch (plan) {
            case SmsPlan.Ready ready -> {
                SmsLeg leg = SmsLeg.claimed(ready.gateway(), ready.reference(), ready.parts());
                long patience = nowMs + policy.unknownWaitMs();
                yield Step.of(
                        d.with(new Sms(leg, patience, patience)),
                        new DeliveryEffect.SubmitParts(
                                leg, leg.indices(PartState.IN_FLIGHT), false));
            }
            case SmsPlan.NotNow notNow ->
                    Step.of(
                            d.with(
                                    new Held(
                                            HoldReason.NO_GATEWAY,
                                            nowMs + notNow.afterMs(),
                                            notBefore(held.fallbackAtMs(), nowMs, notNow))));
            case SmsPlan.NotPossible _ -> smsFailed(d, nowMs);
        };
    }

    /// A deadline that has passed must not wake a delivery that waits for a gateway.
    private static long notBefore(long fallbackAtMs, long nowMs, SmsPlan.NotNow notNow) {
        return fallbackAtMs <= nowMs ? nowMs + notNow.afterMs() : fallbackAtMs;
    }

    private Step heldDue(Delivery d, Held held, long nowMs) {
        if (nowMs >= d.message().expiresAtMs()) {
            return d.delivered().isEmpty()
                    ? over(d.reporting(ReportKind.FAILED), Outcome.EXPIRED, nowMs)
                    : over(d, Outcome.DELIVERED_RCS, nowMs);
        }
        if (nowMs >= held.fallbackAtMs() && d.delivered().isEmpty()) {
            return Step.of(d, new DeliveryEffect.PrepareSms(RouteReason.OFFLINE_DEADLINE_PASSED));
        }
        if (nowMs >= held.wakeAtMs()) {
            return Step.of(d, new DeliveryEffect.Replan());
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
                            : Step.of(backOff(d, sending, nowMs, 0));
            case DeliveryEvent.Recovered() ->
                    Step.of(
                            d.with(
                                    new Held(
                                            HoldReason.QUEUED,
                                            d.message().expiresAtMs(),
                                            sending.fallbackAtMs())),
                            new DeliveryEffect.Replan());
            case DeliveryEvent.Planned _, DeliveryEvent.Queued _ -> Step.ignore(d);
            case DeliveryEvent.SmsPrepared _ -> Step.ignore(d);
            case DeliveryEvent.PartEnded _, DeliveryEvent.Receipt _ -> Step.ignore(d);
            case DeliveryEvent.ReportStored _, DeliveryEvent.Acknowledged _ -> Step.ignore(d);
            case DeliveryEvent.Purge _ -> Step.ignore(d);
        };
    }

    private Step attempted(
            Delivery d, Sending sending, DeviceId device, AttemptOutcome outcome, long nowMs) {
        LegState reached =
                switch (outcome) {
                    case AttemptOutcome.Accepted _ -> LegState.ACCEPTED;
                    case AttemptOutcome.Later _ -> LegState.RETRY;
                    case AttemptOutcome.Unreachable _ -> LegState.RETRY;
                    case AttemptOutcome.Offline _, AttemptOutcome.BindingDead _ -> LegState.OFFLINE;
                    case AttemptOutcome.NotPossible _ -> LegState.NOT_POSSIBLE;
                };
        var legs = new ArrayList<Leg>(sending.legs().size());
        boolean found = false;
        boolean pending = false;
        for (Leg leg : sending.legs()) {
            if (!found && leg.state() == LegState.PENDING && leg.device().equals(device)) {
                legs.add(new Leg(device, reached));
                found = true;
            } else {
                legs.add(leg);
                pending |= leg.state() == LegState.PENDING;
            }
        }
        if (!found) {
            return Step.ignore(d);
        }
        Delivery next = d;
        if (outcome instanceof AttemptOutcome.Accepted(boolean reportsItself)) {
            var devices = new ArrayList<>(d.delivered());
            devices.add(device);
            next = next.deliveredTo(List.copyOf(devices));
            if (!reportsItself && d.delivered().isEmpty()) {
                next = next.reporting(ReportKind.DELIVERED);
            }
        }
        var effects = new ArrayList<DeliveryEffect>();
        if (outcome instanceof AttemptOutcome.BindingDead) {
            effects.add(new DeliveryEffect.DropBinding(device));
        }
        Sending updated = new Sending(legs, sending.leaseAtMs(), sending.fallbackAtMs());
        if (pending) {
            return new Step(next.with(updated), List.copyOf(effects), false);
        }
        long retryAfter = outcome instanceof AttemptOutcome.Later later ? later.retryAfterMs() : 0;
        Step settled = settle(next.with(updated), updated, nowMs, retryAfter);
        effects.addAll(settled.effects());
        return new Step(settled.delivery(), List.copyOf(effects), false);
    }

    /// Every device has answered.
    private Step settle(Delivery d, Sending sending, long nowMs, long retryAfterMs) {
        if (any(sending, LegState.RETRY)) {
            return Step.of(backOff(d, sending, nowMs, retryAfterMs));
        }
        if (!d.delivered().isEmpty()) {
            return over(d, Outcome.DELIVERED_RCS, nowMs);
        }
        if (any(sending, LegState.OFFLINE)) {
            return Step.of(
                    d.with(
                            new Held(
                                    HoldReason.OFFLINE,
                                    d.message().expiresAtMs(),
                                    sending.fallbackAtMs())));
        }
        Held held =
                new Held(
                        HoldReason.BACKOFF,
                        nowMs + policy.retryAfter(d.attempts()),
                        sending.fallbackAtMs());
        return Step.of(d.with(held), new DeliveryEffect.PrepareSms(RouteReason.NOT_REACHED_BY_RCS));
    }

    private Delivery backOff(Delivery d, Sending sending, long nowMs, long retryAfterMs) {
        long wait = Math.max(policy.retryAfter(d.attempts()), retryAfterMs);
        return d.with(new Held(HoldReason.BACKOFF, nowMs + wait, sending.fallbackAtMs()));
    }

    private static boolean any(Sending sending, LegState state) {
        return sending.legs().stream().anyMatch(leg -> leg.state() == state);
    }

    private Step onSms(Delivery d, Sms sms, DeliveryEvent event, long nowMs) {
        return switch (event) {
            case DeliveryEvent.PartEnded(var part, var outcome) ->
                    partEnded(d, sms, part, outcome, nowMs);
            case DeliveryEvent.Receipt(var part, var delivered, var _) ->
                    receipt(d, sms, part, delivered, nowMs);
            case DeliveryEvent.Due() -> smsDue(d, sms, nowMs);
            // What was handed over may have been taken: look for receipts before sending again.
            case DeliveryEvent.Recovered() ->
                    Step.of(
                            d.with(
                                    new Sms(
                                            sms.leg().moved(PartState.IN_FLIGHT, PartState.UNKNOWN),
                                            sms.retryAtMs(),
                                            recoveredPatience(sms, nowMs))));
            case DeliveryEvent.Planned _, DeliveryEvent.Queued _ -> Step.ignore(d);
            case DeliveryEvent.SmsPrepared _, DeliveryEvent.Attempted _ -> Step.ignore(d);
            case DeliveryEvent.ReportStored _, DeliveryEvent.Acknowledged _ -> Step.ignore(d);
            case DeliveryEvent.Purge _ -> Step.ignore(d);
        };
    }

    private long recoveredPatience(Sms sms, long nowMs) {
        return sms.leg().allTaken() ? sms.patienceAtMs() : nowMs + policy.unknownWaitMs();
    }

    private Step partEnded(Delivery d, Sms sms, int part, PartOutcome outcome, long nowMs) {
        SmsLeg leg = sms.leg();
        if (part >= leg.parts().size() || leg.parts().get(part) != PartState.IN_FLIGHT) {
            return Step.ignore(d);
        }
        return switch (outcome) {
            case PartOutcome.Accepted() -> taken(d, sms, leg.with(part, PartState.ACCEPTED), nowMs);
            case PartOutcome.Retry retry -> {
                SmsLeg waiting = leg.with(part, PartState.WAITING);
                SmsLeg counted = retry.counts() ? waiting.tried() : waiting;
                if (counted.tries() >= policy.smsMaxTries()) {
                    yield smsFailed(d, nowMs);
                }
                long after = Math.clamp(retry.afterMs(), 1, policy.smsRetryMaxMs());
                yield Step.of(d.with(new Sms(counted, nowMs + after, sms.patienceAtMs())));
            }
            case PartOutcome.Rejected _ -> smsFailed(d, nowMs);
            case PartOutcome.Unknown _ ->
                    Step.of(
                            d.with(
                                    new Sms(
                                            leg.with(part, PartState.UNKNOWN),
                                            sms.retryAtMs(),
                                            nowMs + policy.unknownWaitMs())));
        };
    }

    private Step receipt(Delivery d, Sms sms, int part, boolean delivered, long nowMs) {
        SmsLeg leg = sms.leg();
        if (part >= leg.parts().size() || leg.parts().get(part) == PartState.DELIVERED) {
            return Step.ignore(d);
        }
        if (!delivered) {
            return smsFailed(d, nowMs);
        }
        SmsLeg changed = leg.with(part, PartState.DELIVERED);
        Step step = taken(d, sms, changed, nowMs);
        if (!changed.all(PartState.DELIVERED)) {
            return step;
        }
        return over(step.delivery().reporting(ReportKind.DELIVERED), Outcome.DELIVERED_SMS, nowMs);
    }

    /// The gateway has one part more; when it has all, the sender may hear that it left as SMS.
    private Step taken(Delivery d, Sms sms, SmsLeg leg, long nowMs) {
        boolean complete = leg.allTaken() && !sms.leg().allTaken();
        long patience = complete ? nowMs + policy.receiptTimeoutMs() : sms.patienceAtMs();
        Delivery next = d.with(new Sms(leg, sms.retryAtMs(), patience));
        if (!complete || !d.message().wants(ReportKind.INTERWORKING_SMS)) {
            return Step.of(next);
        }
        return Step.of(
                next.reporting(ReportKind.INTERWORKING_SMS),
                new DeliveryEffect.Report(ReportKind.INTERWORKING_SMS));
    }

    private Step smsFailed(Delivery d, long nowMs) {
        return over(failing(d), Outcome.FAILED, nowMs);
    }

    private static Delivery failing(Delivery d) {
        return d.reporting(ReportKind.INTERWORKING_ERROR).reporting(ReportKind.FAILED);
    }

    private Step smsDue(Delivery d, Sms sms, long nowMs) {
        if (nowMs < sms.wakeAtMs()) {
            return Step.ignore(d);
        }
        SmsLeg leg = sms.leg();
        boolean patienceOver = nowMs >= sms.patienceAtMs();
        if (patienceOver && leg.allTaken()) {
            return over(d, Outcome.SMS_UNCONFIRMED, nowMs);
        }
        if (nowMs >= d.message().expiresAtMs()) {
            boolean perhapsSent = leg.parts().stream().anyMatch(p -> p != PartState.WAITING);
            return perhapsSent
                    ? over(d, Outcome.SMS_UNCONFIRMED, nowMs)
                    : over(failing(d), Outcome.EXPIRED, nowMs);
        }
        List<Integer> again = new ArrayList<>(leg.indices(PartState.WAITING));
        List<Integer> unanswered = leg.indices(PartState.UNKNOWN);
        boolean resend = patienceOver && policy.resendUnknown() && !unanswered.isEmpty();
        if (resend) {
            again.addAll(unanswered);
            leg = leg.tried();
            if (leg.tries() >= policy.smsMaxTries()) {
                return over(d, Outcome.SMS_UNCONFIRMED, nowMs);
            }
        }
        if (patienceOver) {
            leg = leg.moved(PartState.IN_FLIGHT, PartState.UNKNOWN);
        }
        for (int part : again) {
            leg = leg.with(part, PartState.IN_FLIGHT);
        }
        // At most once: a part without answer is never sent again, its receipt may still come.
        boolean waitForReceipts =
                patienceOver && !policy.resendUnknown() && leg.any(PartState.UNKNOWN);
        long patience =
                waitForReceipts ? d.message().expiresAtMs() : nowMs + policy.unknownWaitMs();
        Delivery next = d.with(new Sms(leg, patience, patience));
        return again.isEmpty()
                ? Step.of(next)
                : Step.of(
                        next,
                        new DeliveryEffect.SubmitParts(
                                leg, again.stream().sorted().toList(), resend));
    }

    private Step onOver(Delivery d, Over over, DeliveryEvent event, long nowMs) {
        boolean again =
                event instanceof DeliveryEvent.Recovered
                        || event instanceof DeliveryEvent.Due && nowMs >= over.wakeAtMs();
        if (!again) {
            return Step.ignore(d);
        }
        return over(d, over.outcome(), nowMs);
    }

    private Step over(Delivery d, Outcome outcome, long nowMs) {
        Delivery ended = d.with(new Over(outcome, nowMs + policy.reportRetryMs()));
        List<DeliveryEffect> reports =
                ended.reportsDueList().stream()
                        .<DeliveryEffect>map(DeliveryEffect.Report::new)
                        .toList();
        return new Step(ended, reports, false);
    }
}
