package org.fivegmc.fallback.channel;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.fivegmc.core.channel.SmsChannel.PartListener;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.GroupAddress;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.fallback.spi.ChatbotSms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.SmsAddress;

/// What units have in common, whatever their bearer.
///
/// @param validity how long gateways shall try, but never beyond the message's expiry; zero leaves
///   it at that
/// @param patience how long a gateway may take for a unit, from its own queue to the answer
/// @param anonymous sender shown for those who have no number and no code
/// @param chatbots whose messages come from a code, and can be answered
public record UnitTerms(
        Duration validity,
        Duration patience,
        SmsAddress anonymous,
        ChatbotSms chatbots,
        InstantSource clock) {
    /// SMPP counts seconds, and zero would mean as long as the center likes.
    private static final long MIN_VALIDITY_MS = 1000;

    private static final long MIN_PAUSE_MS = 5_000;
    private static final long MAX_PAUSE_MS = 60_000;

    /// Before gateways that are all down are looked at again. Grows with the time a message has
    /// waited, since each look rewrites it; spread, so that not all that waits comes back at once.
    long pause(Message message) {
        long waited = clock.millis() - message.startsAtMs();
        long least = Math.clamp(waited / 4, MIN_PAUSE_MS, MAX_PAUSE_MS);
        return ThreadLocalRandom.current().nextLong(least, 2 * least);
    }

    /// What has expired here must not arrive from there.
    Duration validity(Message message) {
        Duration left =
                Duration.ofMillis(
                        Math.max(MIN_VALIDITY_MS, message.expiresAtMs() - clock.millis()));
        return validity.isZero() || validity.compareTo(left) > 0 ? left : validity;
    }

    SmsAddress source(UserAddress sender) {
        return switch (sender) {
            case Msisdn _ -> SmsAddress.international(digits(sender));
            case ChatbotAddress chatbot ->
                    chatbots.code(chatbot).map(SmsAddress::serviceCode).orElse(anonymous);
            case GroupAddress _ -> anonymous;
        };
    }

    static SmsAddress destination(UserAddress recipient) {
        return SmsAddress.international(digits(recipient));
    }

    private static String digits(UserAddress user) {
        return user instanceof Msisdn number ? Long.toString(number.e164()) : "";
    }

    static void tell(PartListener listener, String gateway, int part, SubmitOutcome outcome) {
        switch (outcome) {
            case SubmitOutcome.Accepted(var _, var messageId) -> {
                if (messageId.isEmpty()) {
                    // Receipts of such a center can only be found by their reference.
                    listener.ended(part, new PartOutcome.Accepted());
                } else {
                    listener.accepted(part, new GatewayMessageKey(gateway, messageId));
                }
            }
            case SubmitOutcome.Retry(var reason, var detail, var after) ->
                    listener.ended(
                            part,
                            new PartOutcome.Retry(
                                    reason + ": " + detail,
                                    after.toMillis(),
                                    reason == SubmitOutcome.Reason.TRANSIENT));
            case SubmitOutcome.Rejected(var code, var reason) ->
                    listener.ended(part, new PartOutcome.Rejected(code + " " + reason));
            case SubmitOutcome.Unknown(var doubt) ->
                    listener.ended(part, new PartOutcome.Unknown(doubt.toString()));
        }
    }
}
