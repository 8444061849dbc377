package org.fivegmc.store.row;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.delivery.PartState;
import org.fivegmc.core.delivery.SmsLeg;
import org.fivegmc.core.message.Bearer;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MmsContent;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.InboxEntry;
import org.fivegmc.core.subscriber.DeviceId;

/// The value of an INBOX row. Recipient and message id are in the key and not repeated.
///
/// Version 1, or 2 with a body that is elsewhere, of which older readers would take the head for
/// the whole; `text` and `octets` follow their length as a varint, `n *` a count as a varint:
///
/// ```
/// head    | version 1 (its value: 1, 2 or 3) | state 1 | detail 1 | time a 8 | time b 8 |
///         | SENDING: legs n * (device text, leg state 1) |
///         | SMS: gateway text, reference 4, resends 2, tries 2, parts n * 1 |
///         | purpose 1 | sender address |
/// numbers | report 2 | fallback 1 | attempts 4 | reports due 4 | dispositions 4 |
///         | accepted 8 | expires 8 |
/// texts   | imdn id text | about text (reports only) | fallback text (fallback 3 only) |
///         | content type text | delivered n * text |
/// payload | edge headers octets | body octets |
/// again   | when reports are submitted again 8 (only with bit 30 of reports due) |
/// whole   | name of the whole body text | its length 8 (only in version 2) |
/// doubt   | 1 when a device may have it without having said so, else 0 or not there |
/// keeping | 1 when it must not wait for its recipient, else 0 or not there; doubt is there then |
/// mms     | 1, subject text, content type text, octets (only where it may leave as MMS; doubt and |
///         | keeping are there then, and `fallback` is what may be done without it), else 0 or not |
///         | there |
/// time    | when it may leave 8 (only where its sender named a time, 0 where the class alone    |
///         | needs its place; all before are there then) |
/// class   | 1 an alert, 2 a verification, 3 marketing (time is there then), else 0 or not there |
/// ```
///
/// The head is what the queue of a user is made of, an [InboxEntry]; reading it costs the same
/// however large the message is.
///
/// The times a and b are, by state: HELD wake and fallback; SENDING lease and fallback; SMS retry
/// and patience; OVER wake and the code of a [Failure]. The detail of SMS is 1 for an MMS. The end
/// of an MMS that was delivered is that of an SMS with the code [Failure#MMS], so that earlier
/// versions can read it. A message that waits for its time has a reason to be HELD that earlier
/// versions do not know, so that they leave it alone instead of sending it. What a later version
/// appends is ignored here.
public final class DeliveryRow {

    public static final int VERSION = 1;

    /// With a body that is elsewhere.
    public static final int VERSION_REFERRING = 2;

    /// Of a report for the devices of its own user; its body is here.
    public static final int VERSION_MIRROR = 3;

    /// In `reports due`: the row has the time at which they are submitted again.
    private static final int REPORTED_AGAIN = 1 << 30;

    private static final int MAYBE_THERE = 1;

    private static final int NOT_KEPT = 1;

    private static final int MAY_BE_MMS = 1;

    /// The detail of the state SMS.
    private static final int AS_MMS = 1;

    private static final int HELD = 1;
    private static final int SENDING = 2;
    private static final int SMS = 3;
    private static final int OVER = 4;

    private static final int CONTENT = 1;
    private static final int REPORT = 2;

    private static final int NO_FALLBACK = 1;
    private static final int RENDERED = 2;
    private static final int BROUGHT = 3;

    private DeliveryRow() {}

    public static void write(CommitRecord out, Delivery delivery) {
        Message message = delivery.message();
        BodyRef whole = message.payload().whole();
        out.u8(version(message));
        state(out, delivery.state());
        out.u8(message.isReport() ? REPORT : CONTENT);
        RowWriter.address(out, message.sender());
        numbers(out, delivery, message);
        RowWriter.text(out, message.imdnId().value());
        switch (message.purpose()) {
            case Purpose.Content() -> {}
            case Purpose.Report report -> RowWriter.text(out, report.about().value());
            case Purpose.Mirror mirror -> RowWriter.text(out, mirror.about().value());
        }
        if (message.fallback().sms() instanceof FallbackOffer.Sms(var text)) {
            RowWriter.text(out, text);
        }
        RowWriter.text(out, message.payload().contentType());
        RowWriter.varint(out, delivery.delivered().size());
        for (DeviceId device : delivery.delivered()) {
            RowWriter.text(out, device.value());
        }
        RowWriter.octets(out, message.payload().edgeHeaders());
        RowWriter.octets(out, message.payload().body());
        if (delivery.reportAtMs() != 0) {
            out.i64(delivery.reportAtMs());
        }
        if (whole != null) {
            RowWriter.text(out, whole.name());
            out.i64(whole.octets());
        }
        boolean mms = message.fallback().mms().isPresent();
        boolean classed = message.trafficClass() != TrafficClass.USUAL;
        boolean timed = classed || message.notBeforeMs() != 0;
        if (delivery.maybeThere() || !message.mayWait() || mms || timed) {
            out.u8(delivery.maybeThere() ? MAYBE_THERE : 0);
        }
        if (!message.mayWait() || mms || timed) {
            out.u8(message.mayWait() ? 0 : NOT_KEPT);
        }
        if (!mms && timed) {
            out.u8(0);
        }
        message.fallback().mms().ifPresent(content -> mms(out, content));
        if (timed) {
            out.i64(message.notBeforeMs());
        }
        if (classed) {
            out.u8(code(message.trafficClass()));
        }
    }

    private static void mms(CommitRecord out, MmsContent content) {
        out.u8(MAY_BE_MMS);
        RowWriter.text(out, content.subject());
        RowWriter.text(out, content.contentType());
        RowWriter.octets(out, content.body());
    }

    private static int version(Message message) {
        if (message.isMirror()) {
            if (message.payload().whole() != null) {
                throw new IllegalArgumentException("a mirrored report has its body in the row");
            }
            return VERSION_MIRROR;
        }
        return message.payload().whole() == null ? VERSION : VERSION_REFERRING;
    }

    private static void state(CommitRecord out, DeliveryState state) {
        switch (state) {
            case DeliveryState.Held h ->
                    out.u8(HELD).u8(code(h.reason())).i64(h.wakeAtMs()).i64(h.fallbackAtMs());
            case DeliveryState.Sending s ->
                    out.u8(SENDING).u8(0).i64(s.leaseAtMs()).i64(s.fallbackAtMs());
            case DeliveryState.Sms s ->
                    out.u8(SMS)
                            .u8(s.leg().bearer() == Bearer.MMS ? AS_MMS : 0)
                            .i64(s.retryAtMs())
                            .i64(s.patienceAtMs());
            case DeliveryState.Over o ->
                    out.u8(OVER)
                            .u8(code(o.outcome()))
                            .i64(o.wakeAtMs())
                            .i64(
                                    o.outcome() == Outcome.DELIVERED_MMS
                                            ? code(Failure.MMS)
                                            : code(o.why()));
        }
        stateParts(out, state);
    }

    private static void numbers(CommitRecord out, Delivery delivery, Message message) {
        out.u16(
                        switch (message.purpose()) {
                            case Purpose.Content() -> 0;
                            case Purpose.Report report -> report.kind().bit();
                            case Purpose.Mirror mirror -> mirror.kind().bit();
                        })
                .u8(
                        switch (message.fallback().sms()) {
                            case FallbackOffer.None() -> NO_FALLBACK;
                            case FallbackOffer.Rendered() -> RENDERED;
                            case FallbackOffer.Sms _ -> BROUGHT;
                            case FallbackOffer.Mms _ -> throw new AssertionError();
                        })
                .i32(delivery.attempts())
                .i32(delivery.reportsDue() | (delivery.reportAtMs() == 0 ? 0 : REPORTED_AGAIN))
                .i32(message.dispositions().bits())
                .i64(message.acceptedAtMs())
                .i64(message.expiresAtMs());
    }

    private static void stateParts(CommitRecord out, DeliveryState state) {
        switch (state) {
            case DeliveryState.Held _, DeliveryState.Over _ -> {}
            case DeliveryState.Sending sending -> {
                RowWriter.varint(out, sending.legs().size());
                for (DeliveryState.Leg leg : sending.legs()) {
                    RowWriter.text(out, leg.device().value());
                    out.u8(code(leg.state()));
                }
            }
            case DeliveryState.Sms sms -> {
                SmsLeg leg = sms.leg();
                RowWriter.text(out, leg.gateway());
                out.i32(leg.reference()).u16(leg.resends()).u16(leg.tries());
                RowWriter.varint(out, leg.parts().size());
                for (PartState part : leg.parts()) {
                    out.u8(code(part));
                }
            }
        }
    }

    public static Delivery read(UserAddress recipient, MessageId id, byte[] value) {
        var in = new ByteReader(value, 0);
        try {
            int version = version(in);
            return read(recipient, version, head(id, in), in);
        } catch (IllegalArgumentException e) {
            throw RowVersions.impossible("delivery", e);
        }
    }

    /// The head alone.
    public static InboxEntry readEntry(MessageId id, byte[] value) {
        try {
            var in = new ByteReader(value, 0);
            version(in);
            return head(id, in);
        } catch (IllegalArgumentException e) {
            throw RowVersions.impossible("delivery", e);
        }
    }

    private static int version(ByteReader in) {
        int version = in.u8();
        if (version != VERSION_REFERRING && version != VERSION_MIRROR) {
            RowVersions.expect("delivery", VERSION, version);
        }
        return version;
    }

    private static InboxEntry head(MessageId id, ByteReader in) {
        DeliveryState state = state(in);
        boolean report =
                switch (in.u8()) {
                    case CONTENT -> false;
                    case REPORT -> true;
                    default -> throw ByteReader.corrupt("purpose");
                };
        return new InboxEntry(id, in.address(), report, state);
    }

    private static DeliveryState state(ByteReader in) {
        int state = in.u8();
        int detail = in.u8();
        long timeA = in.i64();
        long timeB = in.i64();
        return switch (state) {
            case HELD -> new DeliveryState.Held(holdReason(detail), timeA, timeB);
            case SENDING -> new DeliveryState.Sending(legs(in), timeA, timeB);
            case SMS -> new DeliveryState.Sms(smsLeg(in, detail), timeA, timeB);
            case OVER -> over(outcome(detail), timeA, failure(timeB));
            default -> throw ByteReader.corrupt("delivery state " + state);
        };
    }

    private static DeliveryState over(Outcome outcome, long wakeAtMs, Failure why) {
        return outcome == Outcome.DELIVERED_SMS && why == Failure.MMS
                ? new DeliveryState.Over(Outcome.DELIVERED_MMS, wakeAtMs)
                : new DeliveryState.Over(outcome, wakeAtMs, why);
    }

    private static Delivery read(
            UserAddress recipient, int version, InboxEntry head, ByteReader in) {
        if (version == VERSION_MIRROR && !head.report()) {
            throw ByteReader.corrupt("purpose");
        }
        int report = in.u16();
        int fallback = in.u8();
        int attempts = in.i32();
        int reports = in.i32();
        int dispositions = in.i32();
        long acceptedAtMs = in.i64();
        long expiresAtMs = in.i64();
        var imdnId = new ImdnMessageId(in.text());
        Purpose purpose =
                head.report()
                        ? reportOf(version, new ImdnMessageId(in.text()), reportKind(report))
                        : Purpose.CONTENT;
        FallbackOffer sms =
                switch (fallback) {
                    case NO_FALLBACK -> FallbackOffer.NONE;
                    case RENDERED -> FallbackOffer.RENDERED;
                    case BROUGHT -> new FallbackOffer.Sms(in.text());
                    default -> throw ByteReader.corrupt("fallback " + fallback);
                };
        String contentType = in.text();
        List<DeviceId> delivered = devices(in);
        byte[] edgeHeaders = in.octets();
        byte[] body = in.octets();
        long reportAtMs = (reports & REPORTED_AGAIN) == 0 ? 0 : in.i64();
        BodyRef whole = version == VERSION_REFERRING ? new BodyRef(in.text(), in.i64()) : null;
        boolean maybeThere = in.remaining() > 0 && in.u8() == MAYBE_THERE;
        boolean mayWait = in.remaining() == 0 || in.u8() != NOT_KEPT;
        boolean mms = in.remaining() > 0 && in.u8() == MAY_BE_MMS;
        FallbackOffer offer = mms ? new FallbackOffer.Mms(mms(in), sms) : sms;
        boolean timed = in.remaining() >= Long.BYTES;
        long notBeforeMs = timed ? in.i64() : 0;
        TrafficClass trafficClass =
                timed && in.remaining() > 0 ? trafficClass(in.u8()) : TrafficClass.USUAL;
        var message =
                new Message(
                        head.id(),
                        head.sender(),
                        recipient,
                        imdnId,
                        purpose,
                        new Dispositions(dispositions),
                        offer,
                        new Payload(contentType, body, edgeHeaders, whole),
                        acceptedAtMs,
                        expiresAtMs,
                        new Handling(mayWait, notBeforeMs, trafficClass));
        return new Delivery(
                message,
                head.state(),
                attempts,
                delivered,
                reports & ~REPORTED_AGAIN,
                reportAtMs,
                maybeThere);
    }

    private static MmsContent mms(ByteReader in) {
        return new MmsContent(in.text(), in.text(), in.octets());
    }

    private static Purpose reportOf(int version, ImdnMessageId about, ReportKind kind) {
        return version == VERSION_MIRROR
                ? new Purpose.Mirror(about, kind)
                : new Purpose.Report(about, kind);
    }

    private static List<DeviceId> devices(ByteReader in) {
        int count = in.count();
        if (count == 0) {
            return List.of();
        }
        var devices = new ArrayList<DeviceId>(count);
        for (int i = 0; i < count; i++) {
            devices.add(new DeviceId(in.text()));
        }
        return List.copyOf(devices);
    }

    private static List<DeliveryState.Leg> legs(ByteReader in) {
        int count = in.count();
        var legs = new ArrayList<DeliveryState.Leg>(count);
        for (int i = 0; i < count; i++) {
            legs.add(new DeliveryState.Leg(new DeviceId(in.text()), legState(in.u8())));
        }
        return List.copyOf(legs);
    }

    private static SmsLeg smsLeg(ByteReader in, int detail) {
        String gateway = in.text();
        int reference = in.i32();
        // what older rows have here is the higher half of the tries: 0
        int resends = in.u16();
        int tries = in.u16();
        int count = in.count();
        var parts = new ArrayList<PartState>(count);
        for (int i = 0; i < count; i++) {
            parts.add(partState(in.u8()));
        }
        return new SmsLeg(
                gateway,
                reference,
                tries,
                resends,
                List.copyOf(parts),
                detail == AS_MMS ? Bearer.MMS : Bearer.SMS);
    }

    static int code(HoldReason reason) {
        return switch (reason) {
            case QUEUED -> 1;
            case OFFLINE -> 2;
            case BACKOFF -> 3;
            case NO_GATEWAY -> 4;
            case SCHEDULED -> 5;
        };
    }

    private static HoldReason holdReason(int code) {
        return switch (code) {
            case 1 -> HoldReason.QUEUED;
            case 2 -> HoldReason.OFFLINE;
            case 3 -> HoldReason.BACKOFF;
            case 4 -> HoldReason.NO_GATEWAY;
            case 5 -> HoldReason.SCHEDULED;
            default -> throw ByteReader.corrupt("hold reason " + code);
        };
    }

    static int code(Outcome outcome) {
        return switch (outcome) {
            case DELIVERED_RCS -> 1;
            case DELIVERED_SMS, DELIVERED_MMS -> 2;
            case SMS_UNCONFIRMED -> 3;
            case FAILED -> 4;
            case EXPIRED -> 5;
            case REVOKED -> 6;
            case PURGED -> 7;
        };
    }

    private static Outcome outcome(int code) {
        return switch (code) {
            case 1 -> Outcome.DELIVERED_RCS;
            case 2 -> Outcome.DELIVERED_SMS;
            case 3 -> Outcome.SMS_UNCONFIRMED;
            case 4 -> Outcome.FAILED;
            case 5 -> Outcome.EXPIRED;
            case 6 -> Outcome.REVOKED;
            case 7 -> Outcome.PURGED;
            default -> throw ByteReader.corrupt("outcome " + code);
        };
    }

    static int code(Failure failure) {
        return switch (failure) {
            case UNKNOWN -> 0;
            case NO_SUCH_NUMBER -> 1;
            case NOT_CAPABLE -> 2;
            case OFFLINE -> 3;
            case REFUSED -> 4;
            case SMS -> 5;
            case MMS -> 6;
        };
    }

    /// What a later version writes is not known here.
    private static Failure failure(long code) {
        for (Failure failure : Failure.values()) {
            if (code(failure) == code) {
                return failure;
            }
        }
        return Failure.UNKNOWN;
    }

    static int code(TrafficClass trafficClass) {
        return switch (trafficClass) {
            case TRANSACTION -> 0;
            case ALERT -> 1;
            case VERIFICATION -> 2;
            case MARKETING -> 3;
        };
    }

    /// What a later version writes is not known here, and no reason to lose the message.
    private static TrafficClass trafficClass(int code) {
        for (TrafficClass one : TrafficClass.values()) {
            if (code(one) == code) {
                return one;
            }
        }
        return TrafficClass.USUAL;
    }

    static int code(DeliveryState.LegState state) {
        return switch (state) {
            case PENDING -> 1;
            case ACCEPTED -> 2;
            case RETRY -> 3;
            case OFFLINE -> 4;
            case NOT_POSSIBLE -> 5;
        };
    }

    private static DeliveryState.LegState legState(int code) {
        return switch (code) {
            case 1 -> DeliveryState.LegState.PENDING;
            case 2 -> DeliveryState.LegState.ACCEPTED;
            case 3 -> DeliveryState.LegState.RETRY;
            case 4 -> DeliveryState.LegState.OFFLINE;
            case 5 -> DeliveryState.LegState.NOT_POSSIBLE;
            default -> throw ByteReader.corrupt("leg state " + code);
        };
    }

    static int code(PartState state) {
        return switch (state) {
            case WAITING -> 1;
            case IN_FLIGHT -> 2;
            case UNKNOWN -> 3;
            case ACCEPTED -> 4;
            case DELIVERED -> 5;
        };
    }

    private static PartState partState(int code) {
        return switch (code) {
            case 1 -> PartState.WAITING;
            case 2 -> PartState.IN_FLIGHT;
            case 3 -> PartState.UNKNOWN;
            case 4 -> PartState.ACCEPTED;
            case 5 -> PartState.DELIVERED;
            default -> throw ByteReader.corrupt("part state " + code);
        };
    }

    private static ReportKind reportKind(int bit) {
        return switch (bit) {
            case 1 -> ReportKind.DELIVERED;
            case 1 << 1 -> ReportKind.DISPLAYED;
            case 1 << 2 -> ReportKind.FAILED;
            case 1 << 3 -> ReportKind.FORBIDDEN;
            case 1 << 4 -> ReportKind.ERROR;
            case 1 << 5 -> ReportKind.PROCESSED;
            case 1 << 6 -> ReportKind.STORED;
            case 1 << 7 -> ReportKind.INTERWORKING_SMS;
            case 1 << 8 -> ReportKind.INTERWORKING_MMS;
            case 1 << 9 -> ReportKind.INTERWORKING_ERROR;
            default -> throw ByteReader.corrupt("report kind " + bit);
        };
    }
}
