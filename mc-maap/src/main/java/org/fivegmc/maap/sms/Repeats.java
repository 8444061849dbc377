package org.fivegmc.maap.sms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.fivegmc.core.message.ImdnMessageId;

/// Tells an SMS that comes again from one that a user writes again.
///
/// Where the protocol names messages (CMPP), or this server has joined parts, the name decides.
/// SMPP has none for messages of handsets: there the same words from the same user to the same code
/// are the same message when
///
/// - they come within [#AT_ONCE], which is faster than anybody writes, or
/// - the first ones came at most [#BEFORE_LOSS] before the gateway lost a link, so that their
///   answer may be lost, or between that and the link that was bound last, and the second ones come
///   within [#AFTER_BIND] of that.
///
/// All others are messages of their own: `1` after `1` is what menus are made for. What was
/// accepted is looked for under an id made of the words and of the half hour ([#SLOT]) they came
/// in, and of a number when they came several times in it.
final class Repeats {

    static final Duration AT_ONCE = Duration.ofSeconds(5);
    static final Duration BEFORE_LOSS = Duration.ofMinutes(2);
    static final Duration AFTER_BIND = Duration.ofMinutes(10);
    static final Duration SLOT = Duration.ofMinutes(30);

    /// Of the same words in one slot; more are taken for repetitions.
    static final int SLOT_MAX = 100;

    private Repeats() {}

    static long slot(long nowMs) {
        return nowMs / SLOT.toMillis();
    }

    /// The earlier slots in which it may have been accepted.
    static List<Long> earlierSlots(UserSms sms, long nowMs) {
        LongStream times = LongStream.of(nowMs - AT_ONCE.toMillis());
        if (mayComeAgain(sms, nowMs)) {
            times =
                    LongStream.of(
                            sms.lostAtMs() - BEFORE_LOSS.toMillis(),
                            sms.lostAtMs(),
                            sms.boundAtMs(),
                            nowMs - AT_ONCE.toMillis());
        }
        return times.map(Repeats::slot)
                .filter(slot -> slot < slot(nowMs))
                .distinct()
                .boxed()
                .toList();
    }

    private static boolean mayComeAgain(UserSms sms, long nowMs) {
        return nowMs - sms.boundAtMs() <= AFTER_BIND.toMillis();
    }

    static boolean isRepeat(UserSms sms, long acceptedAtMs, long nowMs) {
        return nowMs - acceptedAtMs <= AT_ONCE.toMillis()
                || mayComeAgain(sms, nowMs)
                        && acceptedAtMs >= sms.lostAtMs() - BEFORE_LOSS.toMillis()
                        && acceptedAtMs <= sms.boundAtMs();
    }

    /// The id of a message that has a name.
    static ImdnMessageId named(UserSms sms) {
        return id(sms, "named\n" + sms.id());
    }

    static ImdnMessageId unnamed(UserSms sms, long slot, int number) {
        return id(sms, slot + "\n" + number);
    }

    /// The first half of a SHA-256, in the form of a UUID.
    private static ImdnMessageId id(UserSms sms, String more) {
        String all =
                String.join(
                        "\n", sms.gateway(), sms.user().toString(), sms.code(), more, sms.text());
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(all.getBytes(StandardCharsets.UTF_8));
            ByteBuffer half = ByteBuffer.wrap(hash);
            return new ImdnMessageId(new UUID(half.getLong(), half.getLong()).toString());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
