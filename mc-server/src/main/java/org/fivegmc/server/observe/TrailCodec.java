package org.fivegmc.server.observe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.GroupAddress;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RouteReason;

/// Events of messages as octets, as long as this process lives; not a stored form. Messages lose
/// body and headers, and texts are cut at [#TEXT_MAX] octets.
///
/// ```
/// event   | kind 1 | trail 16 | at 8 | fields of the kind |
/// text    | length 2 | UTF-8 |
/// address | type 1 | E.164 number 8, or text |
/// ```
@SuppressWarnings("EnumOrdinal") // nothing of this outlives the process
final class TrailCodec {

    static final int TEXT_MAX = 512;

    private static final byte ACCEPTED = 1;
    private static final byte DUPLICATE = 2;
    private static final byte HELD = 3;
    private static final byte SENT = 4;
    private static final byte ATTEMPT_ENDED = 5;
    private static final byte FELL_BACK = 6;
    private static final byte HANDED_OVER = 7;
    private static final byte PART_ENDED = 8;
    private static final byte RECEIPT = 9;
    private static final byte REPORTED = 10;
    private static final byte ENDED = 11;
    private static final byte LATE_RCS = 12;
    private static final byte REVOKE_ANSWERED = 13;
    private static final byte CAME_AS_SMS = 14;

    private static final byte MSISDN = 1;
    private static final byte CHATBOT = 2;
    private static final byte GROUP = 3;

    /// Added to the kind of a report that is for the devices of its own user.
    private static final byte MIRROR = 0x40;

    private static final Payload NOTHING = Payload.of("", new byte[0]);

    private TrailCodec() {}

    /// Fails with `BufferOverflowException` when there is no room; what is behind the position then
    /// means nothing.
    ///
    /// @return false for an event that is about no message: nothing was written
    static boolean write(TrailEvent event, ByteBuffer out) {
        switch (event) {
            case TrailEvent.Accepted(var m, var _) -> message(head(ACCEPTED, event, out), m);
            case TrailEvent.DuplicateSuppressed(var _, var report, var _) ->
                    head(DUPLICATE, event, out).put(flag(report));
            case TrailEvent.Held(var _, var reason, var until, var _) ->
                    head(HELD, event, out).put((byte) reason.ordinal()).putLong(until);
            case TrailEvent.Sent(var _, var attempt, var device, var reason, var _) ->
                    text(
                            head(SENT, event, out).putInt(attempt).put((byte) reason.ordinal()),
                            device);
            case TrailEvent.AttemptEnded(
                            var _,
                            var attempt,
                            var device,
                            var accepted,
                            var cause,
                            var _) -> {
                head(ATTEMPT_ENDED, event, out).putInt(attempt).put(flag(accepted));
                text(text(out, device), cause);
            }
            case TrailEvent.LateRcs(var _, var device, var _) ->
                    text(head(LATE_RCS, event, out), device);
            case TrailEvent.FellBack(var _, var reason, var gateway, var parts, var _) ->
                    text(
                            head(FELL_BACK, event, out).put((byte) reason.ordinal()).putInt(parts),
                            gateway);
            case TrailEvent.PartHandedOver(var _, var part, var again, var _) ->
                    head(HANDED_OVER, event, out).putInt(part).put(flag(again));
            case TrailEvent.PartEnded(var _, var part, var outcome, var _) ->
                    text(head(PART_ENDED, event, out).putInt(part), outcome);
            case TrailEvent.ReceiptArrived(var _, var part, var delivered, var cause, var _) ->
                    text(head(RECEIPT, event, out).putInt(part).put(flag(delivered)), cause);
            case TrailEvent.CameAsSms(var _, var gateway, var code, var parts, var choice, var _) ->
                    text(
                            text(text(head(CAME_AS_SMS, event, out).putInt(parts), gateway), code),
                            choice);
            case TrailEvent.Reported(var _, var kind, var _) ->
                    head(REPORTED, event, out).put((byte) kind.ordinal());
            case TrailEvent.RevokeAnswered(var trail, var result, var _) -> {
                if (trail.equals(TrailEvent.NO_TRAIL)) {
                    return false;
                }
                head(REVOKE_ANSWERED, event, out).put((byte) result.ordinal());
            }
            case TrailEvent.Ended(var m, var outcome, var _) ->
                    message(head(ENDED, event, out).put((byte) outcome.ordinal()), m);
            case TrailEvent.Acknowledged _,
                    TrailEvent.Refused _,
                    TrailEvent.NotMirrored _,
                    TrailEvent.ReceiptParked _,
                    TrailEvent.RegistrationChanged _,
                    TrailEvent.Committed _,
                    TrailEvent.NewsDropped _,
                    TrailEvent.LeftAlone _,
                    TrailEvent.CommitFailed _ -> {
                return false;
            }
        }
        return true;
    }

    /// The trail of the event that begins at `from`.
    static boolean isAbout(ByteBuffer in, int from, MessageId trail) {
        return in.getLong(from + 1) == trail.high() && in.getLong(from + 9) == trail.low();
    }

    /// The sender's id of the message whose acceptance begins at `from`.
    static Optional<String> acceptedImdnId(ByteBuffer in, int from) {
        return in.get(from) == ACCEPTED && read(in, from) instanceof TrailEvent.Accepted event
                ? Optional.of(event.message().imdnId().value())
                : Optional.empty();
    }

    static MessageId trail(ByteBuffer in, int from) {
        return new MessageId(in.getLong(from + 1), in.getLong(from + 9));
    }

    /// The event that begins at `from`.
    static TrailEvent read(ByteBuffer source, int from) {
        ByteBuffer in = source.duplicate().position(from);
        byte kind = in.get();
        var id = new MessageId(in.getLong(), in.getLong());
        long at = in.getLong();
        return switch (kind) {
            case ACCEPTED -> new TrailEvent.Accepted(message(id, in), at);
            case DUPLICATE -> new TrailEvent.DuplicateSuppressed(id, flag(in), at);
            case HELD -> new TrailEvent.Held(id, HoldReason.values()[in.get()], in.getLong(), at);
            case SENT -> {
                int attempt = in.getInt();
                RouteReason reason = RouteReason.values()[in.get()];
                yield new TrailEvent.Sent(id, attempt, text(in), reason, at);
            }
            case ATTEMPT_ENDED -> {
                int attempt = in.getInt();
                boolean accepted = flag(in);
                yield new TrailEvent.AttemptEnded(id, attempt, text(in), accepted, text(in), at);
            }
            case LATE_RCS -> new TrailEvent.LateRcs(id, text(in), at);
            case FELL_BACK -> {
                RouteReason reason = RouteReason.values()[in.get()];
                int parts = in.getInt();
                yield new TrailEvent.FellBack(id, reason, text(in), parts, at);
            }
            case HANDED_OVER -> new TrailEvent.PartHandedOver(id, in.getInt(), flag(in), at);
            case PART_ENDED -> new TrailEvent.PartEnded(id, in.getInt(), text(in), at);
            case RECEIPT -> new TrailEvent.ReceiptArrived(id, in.getInt(), flag(in), text(in), at);
            case REPORTED -> new TrailEvent.Reported(id, ReportKind.values()[in.get()], at);
            case CAME_AS_SMS -> {
                int parts = in.getInt();
                yield new TrailEvent.CameAsSms(id, text(in), text(in), parts, text(in), at);
            }
            case REVOKE_ANSWERED ->
                    new TrailEvent.RevokeAnswered(
                            id, TrailEvent.RevokeResult.values()[in.get()], at);
            case ENDED -> {
                Outcome outcome = Outcome.values()[in.get()];
                yield new TrailEvent.Ended(message(id, in), outcome, at);
            }
            default -> throw new IllegalStateException("event of kind " + kind);
        };
    }

    private static ByteBuffer head(byte kind, TrailEvent event, ByteBuffer out) {
        MessageId trail = event.trail();
        return out.put(kind).putLong(trail.high()).putLong(trail.low()).putLong(event.atMs());
    }

    private static void message(ByteBuffer out, Message m) {
        address(address(out, m.sender()), m.recipient());
        text(out, m.imdnId().value());
        switch (m.purpose()) {
            case Purpose.Content() -> out.put((byte) -1);
            case Purpose.Report(var about, var kind) ->
                    text(out.put((byte) kind.ordinal()), about.value());
            case Purpose.Mirror(var about, var kind) ->
                    text(out.put((byte) (MIRROR | kind.ordinal())), about.value());
        }
        out.putInt(m.dispositions().bits()).putLong(m.acceptedAtMs()).putLong(m.expiresAtMs());
    }

    private static Message message(MessageId id, ByteBuffer in) {
        UserAddress sender = address(in);
        UserAddress recipient = address(in);
        var imdnId = new ImdnMessageId(text(in));
        byte kind = in.get();
        Purpose purpose = kind < 0 ? Purpose.CONTENT : report(kind, new ImdnMessageId(text(in)));
        return new Message(
                id,
                sender,
                recipient,
                imdnId,
                purpose,
                new Dispositions(in.getInt()),
                FallbackOffer.NONE,
                NOTHING,
                in.getLong(),
                in.getLong(),
                Handling.USUAL);
    }

    private static Purpose report(byte kind, ImdnMessageId about) {
        return (kind & MIRROR) == 0
                ? new Purpose.Report(about, ReportKind.values()[kind])
                : new Purpose.Mirror(about, ReportKind.values()[kind & ~MIRROR]);
    }

    private static ByteBuffer address(ByteBuffer out, UserAddress address) {
        return switch (address) {
            case Msisdn(long number) -> out.put(MSISDN).putLong(number);
            case ChatbotAddress(String uri) -> text(out.put(CHATBOT), uri);
            case GroupAddress(String uri) -> text(out.put(GROUP), uri);
        };
    }

    private static UserAddress address(ByteBuffer in) {
        return switch (in.get()) {
            case MSISDN -> new Msisdn(in.getLong());
            case CHATBOT -> new ChatbotAddress(text(in));
            default -> new GroupAddress(text(in));
        };
    }

    private static ByteBuffer text(ByteBuffer out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, TEXT_MAX);
        return out.putShort((short) length).put(utf8, 0, length);
    }

    private static String text(ByteBuffer in) {
        byte[] utf8 = new byte[in.getShort()];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte flag(boolean value) {
        return (byte) (value ? 1 : 0);
    }

    private static boolean flag(ByteBuffer in) {
        return in.get() != 0;
    }
}
