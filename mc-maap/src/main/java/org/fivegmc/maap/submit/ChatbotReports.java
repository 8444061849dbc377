package org.fivegmc.maap.submit;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.fivegmc.core.channel.ReportComposer;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import org.fivegmc.wire.revoke.RevokeCodec;
import org.fivegmc.wire.revoke.RevokeDocument;

/// Writes what the network tells chatbots: its kind, and why when it is bad. Users get what the
/// composer for users writes. Thread-safe.
public final class ChatbotReports implements ReportComposer {

    /// The type of a payload that is the name of a [Cause]. It never leaves this center.
    static final String TYPE = "text/x-5gmc-cause";

    /// The type of a payload that says that the user has an SMS: whether the chatbot was told
    /// before that it left as one.
    static final String SMS_TYPE = "text/x-5gmc-sms";

    /// The same of an MMS.
    static final String MMS_TYPE = "text/x-5gmc-mms";

    private static final String TOLD = "told";

    private final ReportComposer users;

    public ChatbotReports(ReportComposer users) {
        this.users = users;
    }

    @Override
    public Submission compose(Delivery about, ReportKind kind, long nowMs) {
        if (!(about.message().sender() instanceof ChatbotAddress chatbot)) {
            return users.compose(about, kind, nowMs);
        }
        if (kind == ReportKind.DELIVERED && about.state() instanceof DeliveryState.Over over) {
            switch (over.outcome()) {
                case DELIVERED_SMS -> {
                    return received(about, chatbot, SMS_TYPE);
                }
                case DELIVERED_MMS -> {
                    return received(about, chatbot, MMS_TYPE);
                }
                case DELIVERED_RCS, SMS_UNCONFIRMED, FAILED, EXPIRED, REVOKED, PURGED -> {}
            }
        }
        Cause cause =
                about.state() instanceof DeliveryState.Over over ? Cause.of(over) : Cause.UNKNOWN;
        return report(about.message().recipient(), chatbot, about.message().imdnId(), kind, cause);
    }

    private static Submission received(Delivery about, ChatbotAddress chatbot, String type) {
        String told = about.message().wants(ReportKind.INTERWORKING_SMS) ? TOLD : "first";
        return report(
                about.message().recipient(),
                chatbot,
                about.message().imdnId(),
                ReportKind.DELIVERED,
                Payload.of(type, told.getBytes(StandardCharsets.US_ASCII)));
    }

    /// Whether a report about an SMS or MMS that was received is the second one about it.
    static boolean told(Payload payload) {
        return new String(payload.body(), StandardCharsets.US_ASCII).equals(TOLD);
    }

    /// About a message that could not even be taken.
    static Submission failed(
            Msisdn recipient, ChatbotAddress chatbot, ImdnMessageId about, Cause cause) {
        return report(recipient, chatbot, about, ReportKind.FAILED, cause);
    }

    /// What became of the wish to take a message back, in the form users are told it in.
    static Submission revoked(
            Msisdn recipient, ChatbotAddress chatbot, ImdnMessageId about, boolean revoked) {
        String user = "tel:+" + recipient.e164();
        byte[] document =
                RevokeCodec.write(
                        new RevokeDocument.Response(about.value(), revoked, chatbot.uri(), user));
        // asked again, it is told once
        String asked = user + "\n" + about.value() + "\n" + revoked;
        return new Submission(
                /* sender= */ recipient,
                /* recipient= */ chatbot,
                new ImdnMessageId(
                        UUID.nameUUIDFromBytes(asked.getBytes(StandardCharsets.UTF_8)).toString()),
                Purpose.CONTENT,
                Dispositions.NONE,
                FallbackOffer.NONE,
                Payload.of(RcsMediaTypes.REVOKE, document),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    private static Submission report(
            UserAddress recipient,
            ChatbotAddress chatbot,
            ImdnMessageId about,
            ReportKind kind,
            Cause cause) {
        return report(
                recipient,
                chatbot,
                about,
                kind,
                Payload.of(TYPE, cause.name().getBytes(StandardCharsets.US_ASCII)));
    }

    private static Submission report(
            UserAddress recipient,
            ChatbotAddress chatbot,
            ImdnMessageId about,
            ReportKind kind,
            Payload payload) {
        return new Submission(
                /* sender= */ recipient,
                /* recipient= */ chatbot,
                new ImdnMessageId(UUID.randomUUID().toString()),
                new Purpose.Report(about, kind),
                Dispositions.NONE,
                FallbackOffer.NONE,
                payload,
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    /// Why, as far as a report says so.
    public static Cause cause(Payload payload) {
        if (!payload.contentType().equals(TYPE)) {
            return Cause.UNKNOWN;
        }
        String name = new String(payload.body(), StandardCharsets.US_ASCII);
        for (Cause cause : Cause.values()) {
            if (cause.name().equals(name)) {
                return cause;
            }
        }
        return Cause.UNKNOWN;
    }
}
