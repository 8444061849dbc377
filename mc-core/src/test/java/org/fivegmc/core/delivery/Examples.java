package org.fivegmc.core.delivery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fivegmc.core.delivery.DeliveryState.Held;
import org.fivegmc.core.delivery.DeliveryState.Leg;
import org.fivegmc.core.delivery.DeliveryState.LegState;
import org.fivegmc.core.delivery.DeliveryState.Sending;
import org.fivegmc.core.delivery.DeliveryState.Sms;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;

/// Deliveries in the states the tests of the machine begin with.
final class Examples {

    static final long NOW = 1_000_000;
    static final long EXPIRY = NOW + 3_600_000;
    static final DeliveryPolicy POLICY =
            new DeliveryPolicy(
                    40_000, List.of(30_000L, 60_000L), 60_000, 3, 50_000, 2, 7_200_000, 5_000);
    static final DeliveryPolicy AT_MOST_ONCE =
            new DeliveryPolicy(
                    40_000, List.of(30_000L, 60_000L), 60_000, 3, 50_000, 0, 7_200_000, 5_000);
    static final Dispositions EVERYTHING =
            new Dispositions(
                    Dispositions.POSITIVE_DELIVERY
                            | Dispositions.NEGATIVE_DELIVERY
                            | Dispositions.PROCESSING
                            | Dispositions.INTERWORKING);
    static final Binding PHONE = device("urn:gsma:imei:phone");
    static final Binding TABLET = device("urn:gsma:imei:tablet");
    static final Message ASKED = message(EVERYTHING, FallbackOffer.RENDERED, Purpose.CONTENT);
    static final Message NOTHING_ASKED =
            message(Dispositions.NONE, FallbackOffer.RENDERED, Purpose.CONTENT);
    static final Message NO_FALLBACK = message(EVERYTHING, FallbackOffer.NONE, Purpose.CONTENT);
    static final Message REPORT =
            message(
                    EVERYTHING,
                    FallbackOffer.RENDERED,
                    new Purpose.Report(new ImdnMessageId("about"), ReportKind.DELIVERED));

    static final Message MIRROR =
            message(
                    Dispositions.NONE,
                    FallbackOffer.NONE,
                    new Purpose.Mirror(new ImdnMessageId("about"), ReportKind.DISPLAYED));

    private Examples() {}

    private static Binding device(String id) {
        return new Binding(
                new DeviceId(id), new Capabilities(Capabilities.PAGER), 0, EXPIRY, new byte[0]);
    }

    static Message message(Dispositions asked, FallbackOffer offer, Purpose purpose) {
        return new Message(
                new MessageId(NOW << 16, 1),
                Msisdn.of("+8613800000001"),
                Msisdn.of("+8613800000002"),
                new ImdnMessageId("imdn-1"),
                purpose,
                asked,
                offer,
                Payload.of("text/plain", "Hello".getBytes(StandardCharsets.UTF_8)),
                NOW,
                EXPIRY,
                Handling.USUAL);
    }

    /// The same that must not wait.
    static Message atOnce(Message m) {
        return new Message(
                m.id(),
                m.sender(),
                m.recipient(),
                m.imdnId(),
                m.purpose(),
                m.dispositions(),
                m.fallback(),
                m.payload(),
                m.acceptedAtMs(),
                m.expiresAtMs(),
                Handling.usual(/* mayWait= */ false));
    }

    static Delivery held(Message message) {
        return held(message, new Held(HoldReason.OFFLINE, EXPIRY, RoutePlan.NO_DEADLINE));
    }

    static Delivery held(Message message, Held held) {
        return new Delivery(message, held, 0, List.of(), 0);
    }

    static Delivery deliveredTo(Binding device, Delivery delivery) {
        return delivery.deliveredTo(device.device());
    }

    /// The first attempt, to all of these devices.
    static Delivery sending(Message message, Binding... devices) {
        return new Delivery(message, sendingState(devices), 1, List.of(), 0);
    }

    static Sending sendingState(Binding... devices) {
        List<Leg> legs =
                List.of(devices).stream().map(b -> new Leg(b.device(), LegState.PENDING)).toList();
        return new Sending(legs, NOW + POLICY.attemptLeaseMs(), RoutePlan.NO_DEADLINE);
    }

    static SmsLeg leg(PartState... parts) {
        return new SmsLeg("smsc-a", 7, 0, 0, List.of(parts));
    }

    static Delivery sms(Message message, PartState... parts) {
        return sms(message, leg(parts), NOW + 1_000, NOW + POLICY.unknownWaitMs());
    }

    static Delivery sms(Message message, SmsLeg leg, long retryAt, long patience) {
        return new Delivery(message, new Sms(leg, retryAt, patience), 0, List.of(), 0);
    }

    static Delivery over(Message message, Outcome outcome, int reportsDue) {
        var state = new DeliveryState.Over(outcome, NOW + POLICY.reportRetryMs());
        return new Delivery(message, state, 0, List.of(), reportsDue);
    }
}
