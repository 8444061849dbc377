package org.fivegmc.core.delivery;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.delivery.DeliveryState.Sms;
import org.fivegmc.core.message.Bearer;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RouteReason;

/// The part of [DeliveryMachine] that knows short and multimedia messages: from the durable
/// decision for a gateway to the last receipt. An MMS that its gateway does not take becomes an SMS
/// where the sender allows one. Pure like the whole.
final class SmsSteps {

    private final DeliveryPolicy policy;

    SmsSteps(DeliveryPolicy policy) {
        this.policy = policy;
    }

    /// From here on it will never travel by RCS again.
    Step claim(Delivery d, SmsPlan.Ready ready, long nowMs) {
        SmsLeg leg = SmsLeg.claimed(ready);
        long patience = nowMs + policy.unknownWaitMs();
        return Step.of(
                d.with(new Sms(leg, patience, patience)),
                new DeliveryEffect.SubmitParts(leg, leg.indices(PartState.IN_FLIGHT), false));
    }

    Step on(Delivery d, Sms sms, DeliveryEvent event, long nowMs) {
        return switch (event) {
            case DeliveryEvent.PartEnded(var part, var outcome) ->
                    sms.leg().has(part) ? ended(d, sms, part, outcome, nowMs) : Step.ignore(d);
            case DeliveryEvent.Receipt(var part, var delivered, var _) ->
                    sms.leg().has(part) ? receipt(d, sms, part, delivered, nowMs) : Step.ignore(d);
            case DeliveryEvent.Due() -> due(d, sms, nowMs);
            case DeliveryEvent.Recovered() -> recovered(d, sms, nowMs);
            case DeliveryEvent.Planned _, DeliveryEvent.Queued _ -> Step.ignore(d);
            case DeliveryEvent.SmsPrepared(var why, var plan) ->
                    why == RouteReason.MMS_REFUSED
                            ? insteadOfMms(d, sms, plan, nowMs)
                            : Step.ignore(d);
            case DeliveryEvent.Attempted _ -> Step.ignore(d);
            case DeliveryEvent.ReportStored _, DeliveryEvent.Acknowledged _ -> Step.ignore(d);
            case DeliveryEvent.Purge _, DeliveryEvent.Revoke _ -> Step.ignore(d);
        };
    }

    Step failed(Delivery d, long nowMs) {
        return failed(d, Failure.SMS, nowMs);
    }

    private Step failed(Delivery d, Failure why, long nowMs) {
        return Step.over(failing(d), Outcome.FAILED, why, nowMs, policy);
    }

    /// Its gateway will not take it.
    private Step notTaken(Delivery d, SmsLeg leg, long nowMs) {
        return leg.bearer() == Bearer.MMS
                        && !leg.mayHaveBeenTaken()
                        && d.message().fallback().allowsSms()
                ? Step.of(d, new DeliveryEffect.PrepareSms(RouteReason.MMS_REFUSED))
                : failed(d, leg.bearer().failure(), nowMs);
    }

    /// Without a gateway for SMS now it is offered to the MMS gateway again, until the message
    /// expires.
    private Step insteadOfMms(Delivery d, Sms sms, SmsPlan plan, long nowMs) {
        return switch (plan) {
            case SmsPlan.Ready ready when ready.bearer() == Bearer.SMS -> claim(d, ready, nowMs);
            case SmsPlan.NotNow(var _, var afterMs) ->
                    Step.of(
                            d.with(
                                    new Sms(
                                            sms.leg().moved(PartState.IN_FLIGHT, PartState.WAITING),
                                            nowMs + pause(afterMs),
                                            sms.patienceAtMs())));
            case SmsPlan.Ready _, SmsPlan.NotPossible _ ->
                    failed(d, sms.leg().bearer().failure(), nowMs);
        };
    }

    private static Delivery failing(Delivery d) {
        return d.reporting(ReportKind.INTERWORKING_ERROR).reporting(ReportKind.FAILED);
    }

    /// An answer counts as long as the part has none, also when it was given up waiting for: a part
    /// that the gateway has must not be sent again.
    private Step ended(Delivery d, Sms sms, int part, PartOutcome outcome, long nowMs) {
        SmsLeg leg = sms.leg();
        PartState before = leg.parts().get(part);
        boolean unanswered = before == PartState.IN_FLIGHT || before == PartState.UNKNOWN;
        return switch (outcome) {
            case PartOutcome.Accepted() ->
                    unanswered || before == PartState.WAITING
                            ? taken(d, sms, leg.with(part, PartState.ACCEPTED), nowMs)
                            : Step.ignore(d);
            case PartOutcome.Retry retry when unanswered -> retry(d, sms, part, retry, nowMs);
            case PartOutcome.Rejected _ when unanswered -> notTaken(d, leg, nowMs);
            case PartOutcome.GatewayGone _ when unanswered ->
                    leg.mayHaveBeenTaken() ? unconfirmed(d, nowMs) : notTaken(d, leg, nowMs);
            case PartOutcome.Unknown _ when before == PartState.IN_FLIGHT ->
                    Step.of(
                            d.with(
                                    new Sms(
                                            leg.with(part, PartState.UNKNOWN),
                                            sms.retryAtMs(),
                                            nowMs + policy.unknownWaitMs())));
            case PartOutcome.Retry _, PartOutcome.Rejected _ -> Step.ignore(d);
            case PartOutcome.GatewayGone _, PartOutcome.Unknown _ -> Step.ignore(d);
        };
    }

    private Step retry(Delivery d, Sms sms, int part, PartOutcome.Retry retry, long nowMs) {
        // The parts of one hand-over that come back together are one failed try.
        boolean counts = retry.counts() && !sms.leg().any(PartState.WAITING);
        SmsLeg waiting = sms.leg().with(part, PartState.WAITING);
        SmsLeg leg = counts ? waiting.tried() : waiting;
        if (leg.tries() >= policy.smsMaxTries()) {
            return notTaken(d, leg, nowMs);
        }
        return Step.of(d.with(new Sms(leg, nowMs + pause(retry.afterMs()), sms.patienceAtMs())));
    }

    private long pause(long proposedMs) {
        long soonest = Math.min(DeliveryMachine.SOONEST_MS, policy.smsRetryMaxMs());
        return Math.clamp(proposedMs, soonest, policy.smsRetryMaxMs());
    }

    private Step receipt(Delivery d, Sms sms, int part, boolean delivered, long nowMs) {
        SmsLeg leg = sms.leg();
        if (leg.parts().get(part) == PartState.DELIVERED) {
            return Step.ignore(d);
        }
        if (!delivered) {
            return failed(d, leg.bearer().failure(), nowMs);
        }
        SmsLeg changed = leg.with(part, PartState.DELIVERED);
        Step step = taken(d, sms, changed, nowMs);
        return changed.all(PartState.DELIVERED)
                ? Step.over(
                        step.delivery().reporting(ReportKind.DELIVERED),
                        leg.bearer() == Bearer.MMS ? Outcome.DELIVERED_MMS : Outcome.DELIVERED_SMS,
                        nowMs,
                        policy)
                : step;
    }

    /// The gateway has one part more; when it has all, the sender may hear what it left as.
    private Step taken(Delivery d, Sms sms, SmsLeg leg, long nowMs) {
        boolean complete = leg.allTaken() && !sms.leg().allTaken();
        long patience = complete ? nowMs + policy.receiptTimeoutMs() : sms.patienceAtMs();
        Delivery next = d.with(new Sms(leg, sms.retryAtMs(), patience));
        ReportKind left = leg.bearer().left();
        if (!complete || !d.message().wants(left)) {
            return Step.of(next);
        }
        return Step.of(next.reporting(left), new DeliveryEffect.Report(left));
    }

    private Step due(Delivery d, Sms sms, long nowMs) {
        if (nowMs < sms.wakeAtMs()) {
            return Step.ignore(d);
        }
        SmsLeg leg = sms.leg();
        boolean patienceOver = nowMs >= sms.patienceAtMs();
        if (patienceOver && leg.allTaken()) {
            return unconfirmed(d, nowMs);
        }
        if (nowMs >= d.message().expiresAtMs()) {
            return leg.all(PartState.WAITING)
                    ? Step.over(failing(d), Outcome.EXPIRED, leg.bearer().failure(), nowMs, policy)
                    : unconfirmed(d, nowMs);
        }
        boolean resend = patienceOver && mayResend(leg) && leg.any(PartState.UNKNOWN);
        var again = new ArrayList<Integer>();
        if (nowMs >= sms.retryAtMs()) {
            again.addAll(leg.indices(PartState.WAITING));
        }
        if (resend) {
            again.addAll(leg.indices(PartState.UNKNOWN));
            leg = leg.resent();
        }
        if (patienceOver) {
            leg = leg.moved(PartState.IN_FLIGHT, PartState.UNKNOWN);
        }
        for (int part : again) {
            leg = leg.with(part, PartState.IN_FLIGHT);
        }
        // A part without answer that is not sent again: its receipt, or a late answer, may still
        // come.
        boolean onlyReceiptsHelp =
                patienceOver
                        && !mayResend(leg)
                        && leg.any(PartState.UNKNOWN)
                        && !leg.any(PartState.IN_FLIGHT);
        long patience =
                onlyReceiptsHelp ? d.message().expiresAtMs() : nowMs + policy.unknownWaitMs();
        long retryAt = leg.any(PartState.WAITING) ? sms.retryAtMs() : patience;
        Delivery next = d.with(new Sms(leg, retryAt, patience));
        if (again.isEmpty()) {
            return Step.of(next);
        }
        List<Integer> rising = again.stream().sorted().toList();
        return Step.of(next, new DeliveryEffect.SubmitParts(leg, rising, resend));
    }

    private boolean mayResend(SmsLeg leg) {
        return leg.resends() < policy.unknownResends();
    }

    private Step unconfirmed(Delivery d, long nowMs) {
        return Step.over(d, Outcome.SMS_UNCONFIRMED, nowMs, policy);
    }

    /// What was handed over may have been taken: receipts are waited for before it is sent again.
    private Step recovered(Delivery d, Sms sms, long nowMs) {
        if (!sms.leg().any(PartState.IN_FLIGHT)) {
            return Step.ignore(d);
        }
        SmsLeg leg = sms.leg().moved(PartState.IN_FLIGHT, PartState.UNKNOWN);
        return Step.of(d.with(new Sms(leg, sms.retryAtMs(), nowMs + policy.unknownWaitMs())));
    }
}
