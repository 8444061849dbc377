package org.fivegmc.core.delivery;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.ReportKind;

/// What became of a delivery by one event.
///
/// @param ignored true when the event did not apply; `delivery` is then unchanged
public record Step(Delivery delivery, List<DeliveryEffect> effects, boolean ignored) {

    static Step of(Delivery delivery, DeliveryEffect... effects) {
        return new Step(delivery, List.of(effects), false);
    }

    static Step ignore(Delivery delivery) {
        return new Step(delivery, List.of(), true);
    }

    /// The end, together with the reports the sender must still get.
    static Step over(Delivery delivery, Outcome outcome, long nowMs, DeliveryPolicy policy) {
        return over(delivery, outcome, Failure.UNKNOWN, nowMs, policy);
    }

    static Step over(
            Delivery delivery, Outcome outcome, Failure why, long nowMs, DeliveryPolicy policy) {
        Delivery ended =
                delivery.with(new DeliveryState.Over(outcome, nowMs + policy.reportRetryMs(), why));
        if (ended.reportsDue() == 0) {
            return new Step(ended, List.of(), false);
        }
        var reports = new ArrayList<DeliveryEffect>();
        for (ReportKind kind : ended.reportsDueList()) {
            reports.add(new DeliveryEffect.Report(kind));
        }
        return new Step(ended, List.copyOf(reports), false);
    }

    /// The same with one effect more.
    Step and(DeliveryEffect effect) {
        var all = new ArrayList<>(effects);
        all.add(effect);
        return new Step(delivery, List.copyOf(all), false);
    }

    /// Has reports repeated that became due in this step, at that time, should they not be stored
    /// before.
    Step withReportsAt(long atMs) {
        boolean wanted = delivery.reportsDue() != 0 && !delivery.isOver();
        if (ignored || wanted == (delivery.reportAtMs() != 0)) {
            return this;
        }
        return new Step(delivery.reportingAt(wanted ? atMs : 0), effects, false);
    }
}
