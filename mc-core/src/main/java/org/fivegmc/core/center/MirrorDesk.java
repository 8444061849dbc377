package org.fivegmc.core.center;

import java.util.List;
import java.util.Optional;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Origin;

/// Tells a user's other devices what one of them has told a sender: that a message was displayed.
/// It is a delivery to the user, which the device that reported has from the start; so it ends when
/// no other device is there, and waits for one that is registered and does not answer. Confined to
/// the writer's thread.
final class MirrorDesk {

    private final ShardWriter writer;
    private final Accounts accounts;
    private final AcceptanceDesk acceptance;
    private final DeliverySteps steps;
    private final MessageIdMint mint;

    MirrorDesk(
            ShardWriter writer,
            Accounts accounts,
            AcceptanceDesk acceptance,
            DeliverySteps steps,
            MessageIdMint mint) {
        this.writer = writer;
        this.accounts = accounts;
        this.acceptance = acceptance;
        this.steps = steps;
        this.mint = mint;
    }

    /// Whether a submission is what other devices are told of. Who writes to oneself gets the
    /// report at all devices anyway.
    static boolean concerns(Submission submission) {
        return submission.purpose() instanceof Purpose.Report(_, var kind)
                && kind == ReportKind.DISPLAYED
                && !submission.sender().equals(submission.recipient())
                && submission.payload().isComplete();
    }

    /// @param report what a device of its sender has made
    /// @param origin which device
    void mirror(Submission report, Origin origin) {
        Account account = accounts.get(report.sender());
        if (!(account.recipient instanceof Recipient.Known(var subscriber))) {
            return;
        }
        List<Binding> live = subscriber.live(writer.nowMs());
        if (live.size() < 2) {
            return; // the only one is the one that reports
        }
        Submission mirror = of(report);
        DedupKey key = DedupKey.of(mirror);
        if (acceptance.acceptedBefore(key).isPresent()) {
            return;
        }
        long now = writer.nowMs();
        Message message = Message.of(mint.next(now), mirror, now, acceptance.expiry(mirror, now));
        RoutePlan plan = steps.plan(account, message);
        Optional<DeviceId> reporter = origin.among(live);
        if (!hasOthers(plan, reporter)) {
            return;
        }
        if (account.open(true) >= writer.config.maxStored(account.address)) {
            writer.tell(new TrailEvent.NotMirrored(RefusalReason.MAILBOX_FULL, now));
            return;
        }
        writer.touch(account);
        acceptance.remember(key, message);
        // A client that reports even on a report must not have its devices talk for ever.
        acceptance.remember(
                DedupKey.mirror(
                        mirror.recipient(), mirror.sender(), mirror.imdnId(), ReportKind.DISPLAYED),
                message);
        acceptance.begin(account, Delivery.mirrored(message, reporter), plan, null);
    }

    private static boolean hasOthers(RoutePlan plan, Optional<DeviceId> reporter) {
        return plan instanceof RoutePlan.DeliverRcs rcs
                && rcs.devices().stream()
                        .anyMatch(device -> !reporter.equals(Optional.of(device.device())));
    }

    private static Submission of(Submission report) {
        if (!(report.purpose() instanceof Purpose.Report(var about, var kind))) {
            throw new IllegalArgumentException("no report");
        }
        return new Submission(
                /* sender= */ report.recipient(),
                /* recipient= */ report.sender(),
                report.imdnId(),
                new Purpose.Mirror(about, kind),
                Dispositions.NONE,
                FallbackOffer.NONE,
                report.payload(),
                report.lifetimeMs(),
                /* hidden= */ false,
                Handling.USUAL);
    }
}
