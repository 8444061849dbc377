package org.fivegmc.core.delivery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.subscriber.DeviceId;

/// One recipient's copy of a message with all that is known about its delivery: one stored row.
///
/// @param attempts number of the last RCS attempt; answers to older ones are ignored
/// @param delivered devices that have the message
/// @param reportsDue reports the sender must still get, as a set of [ReportKind#bit()]
/// @param reportAtMs when they are submitted again, unless it is over (then [DeliveryState.Over]
///   tells); 0 for none
/// @param maybeThere whether some attempt ended without a word of a device that may have the
///   message
public record Delivery(
        Message message,
        DeliveryState state,
        int attempts,
        List<DeviceId> delivered,
        int reportsDue,
        long reportAtMs,
        boolean maybeThere) {

    public Delivery(
            Message message,
            DeliveryState state,
            int attempts,
            List<DeviceId> delivered,
            int reportsDue,
            long reportAtMs) {
        this(message, state, attempts, delivered, reportsDue, reportAtMs, false);
    }

    public Delivery(
            Message message,
            DeliveryState state,
            int attempts,
            List<DeviceId> delivered,
            int reportsDue) {
        this(message, state, attempts, delivered, reportsDue, 0);
    }

    /// Without a deadline.
    public static Delivery accepted(Message message) {
        return accepted(message, RoutePlan.NO_DEADLINE);
    }

    /// @param fallbackAtMs the deadline of the plan it was accepted with; it holds while the
    ///   delivery waits for its turn, too
    public static Delivery accepted(Message message, long fallbackAtMs) {
        return new Delivery(
                message,
                new DeliveryState.Held(HoldReason.QUEUED, message.expiresAtMs(), fallbackAtMs),
                0,
                List.of(),
                0);
    }

    /// For later: until then nothing is done with it, and it is in nobody's way.
    public static Delivery scheduled(Message message) {
        return accepted(message)
                .with(
                        new DeliveryState.Held(
                                HoldReason.SCHEDULED,
                                message.notBeforeMs(),
                                RoutePlan.NO_DEADLINE));
    }

    /// A scheduled one whose time has come, as if it were accepted now.
    ///
    /// @param fallbackAtMs the deadline of the plan it begins with
    public Delivery begun(long fallbackAtMs) {
        return with(new DeliveryState.Held(HoldReason.QUEUED, message.expiresAtMs(), fallbackAtMs));
    }

    /// Whether it waits for the time its sender named.
    public boolean isScheduled() {
        return state instanceof DeliveryState.Held held && held.reason() == HoldReason.SCHEDULED;
    }

    /// Of a report for the devices that have not made it.
    ///
    /// @param reporter the device that has, as far as it is known
    public static Delivery mirrored(Message message, Optional<DeviceId> reporter) {
        Delivery fresh = accepted(message);
        return reporter.map(fresh::deliveredTo).orElse(fresh);
    }

    /// When the delivery wants [DeliveryEvent.Due], milliseconds since the epoch.
    public long dueMs() {
        long own = stateDueMs();
        return reportAtMs == 0 ? own : Math.min(own, reportAtMs);
    }

    /// The same without regard to reports.
    long stateDueMs() {
        return switch (state) {
            case DeliveryState.Held h -> {
                long wake = Math.min(h.wakeAtMs(), message.expiresAtMs());
                yield mayFallBack() ? Math.min(wake, h.fallbackAtMs()) : wake;
            }
            case DeliveryState.Sending s -> s.leaseAtMs();
            case DeliveryState.Sms s -> s.wakeAtMs();
            case DeliveryState.Over o -> o.wakeAtMs();
        };
    }

    /// Whether it may still become an SMS: a user who has it on one device does not get it by SMS
    /// too.
    boolean mayFallBack() {
        return delivered.isEmpty() && message.mayFallBack();
    }

    boolean isDue(ReportKind kind) {
        return (reportsDue & kind.bit()) != 0;
    }

    public boolean isOver() {
        return state instanceof DeliveryState.Over;
    }

    /// Whether nothing is left to do, so that the row can go.
    public boolean isFinished() {
        return isOver() && reportsDue == 0;
    }

    public List<ReportKind> reportsDueList() {
        return Arrays.stream(ReportKind.values()).filter(k -> (reportsDue & k.bit()) != 0).toList();
    }

    Delivery with(DeliveryState changed) {
        return new Delivery(
                message, changed, attempts, delivered, reportsDue, reportAtMs, maybeThere);
    }

    Delivery nextAttempt(DeliveryState changed) {
        return new Delivery(
                message, changed, attempts + 1, delivered, reportsDue, reportAtMs, maybeThere);
    }

    Delivery deliveredTo(DeviceId device) {
        List<DeviceId> devices;
        if (delivered.isEmpty()) {
            devices = List.of(device);
        } else {
            var more = new ArrayList<>(delivered);
            more.add(device);
            devices = List.copyOf(more);
        }
        return new Delivery(message, state, attempts, devices, reportsDue, reportAtMs, maybeThere);
    }

    /// A device may have it without having said so.
    Delivery unanswered() {
        return new Delivery(message, state, attempts, delivered, reportsDue, reportAtMs, true);
    }

    /// Whether it is certain that no device has it.
    boolean isNowhere() {
        return delivered.isEmpty() && !maybeThere;
    }

    /// Adds the report if the sender asked for it.
    Delivery reporting(ReportKind kind) {
        return message.wants(kind)
                ? new Delivery(
                        message,
                        state,
                        attempts,
                        delivered,
                        reportsDue | kind.bit(),
                        reportAtMs,
                        maybeThere)
                : this;
    }

    Delivery reported(ReportKind kind) {
        int rest = reportsDue & ~kind.bit();
        return new Delivery(
                message, state, attempts, delivered, rest, rest == 0 ? 0 : reportAtMs, maybeThere);
    }

    /// Nobody waits for reports any more.
    Delivery withoutReports() {
        return new Delivery(message, state, attempts, delivered, 0, 0, maybeThere);
    }

    Delivery reportingAt(long atMs) {
        return new Delivery(message, state, attempts, delivered, reportsDue, atMs, maybeThere);
    }
}
