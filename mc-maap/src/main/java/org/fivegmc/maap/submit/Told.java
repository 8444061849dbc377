package org.fivegmc.maap.submit;

import java.util.Optional;
import org.fivegmc.core.message.Bearer;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.TransferEncoding;
import org.fivegmc.wire.rcs.KeptFields;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import org.fivegmc.wire.revoke.RevokeCodec;
import org.fivegmc.wire.revoke.RevokeDocument;

/// What a message to a chatbot tells it, before a dialect puts it into words.
public sealed interface Told {

    /// A user wrote.
    ///
    /// @param content what the user's client sent, out of its envelope
    record Uplink(MediaType type, ByteSlice content, Downlink.Conversation conversation)
            implements Told {}

    /// What became of a message of the chatbot.
    ///
    /// @param about the chatbot's id of it
    /// @param cause why, of one that failed
    record Became(String about, ReportKind kind, Cause cause) implements Told {}

    /// The user's terminal has a message of the chatbot as an SMS or an MMS.
    ///
    /// @param told whether the chatbot knows already that it left as one
    record SmsReceived(String about, Bearer bearer, boolean told) implements Told {}

    /// Whether a message was taken back in time.
    record Revoked(String about, boolean inTime) implements Told {}

    /// Empty when it is of no concern to a chatbot.
    static Optional<Told> of(Message message) {
        return switch (message.purpose()) {
            case Purpose.Report report -> Optional.of(report(report, message.payload()));
            case Purpose.Mirror _ -> Optional.empty();
            case Purpose.Content _ ->
                    message.payload().contentType().equals(RcsMediaTypes.REVOKE)
                            ? revoked(message)
                            : Optional.of(uplink(message));
        };
    }

    private static Told report(Purpose.Report report, Payload payload) {
        String about = report.about().value();
        return switch (payload.contentType()) {
            case ChatbotReports.SMS_TYPE ->
                    new SmsReceived(about, Bearer.SMS, ChatbotReports.told(payload));
            case ChatbotReports.MMS_TYPE ->
                    new SmsReceived(about, Bearer.MMS, ChatbotReports.told(payload));
            default ->
                    new Became(
                            about,
                            report.kind(),
                            report.kind() == ReportKind.FORBIDDEN
                                    ? Cause.REFUSED
                                    : ChatbotReports.cause(payload));
        };
    }

    private static Optional<Told> revoked(Message message) {
        return RevokeCodec.read(ByteSlice.of(message.payload().body())).toOptional().orElse(null)
                        instanceof RevokeDocument.Response(var id, var success, _, _)
                ? Optional.of(new Revoked(id, success))
                : Optional.empty();
    }

    /// What somebody wrote, out of its envelope: a user, or a chatbot.
    static Uplink uplink(Message message) {
        MediaType type = MediaType.parse(message.payload().contentType());
        ByteSlice content = ByteSlice.of(message.payload().body());
        if (type.is(RcsMediaTypes.CPIM)
                && CpimMessage.parse(content) instanceof CpimResult.Parsed(CpimMessage cpim)) {
            type = MediaType.parse(cpim.contentType().text());
            content =
                    TransferEncoding.decode(cpim.contentTransferEncoding().text(), cpim.content())
                                    instanceof Parse.Parsed<ByteSlice>(ByteSlice decoded)
                            ? decoded
                            : cpim.content();
        }
        byte[] kept = message.payload().edgeHeaders();
        return new Uplink(
                type,
                content,
                new Downlink.Conversation(
                        KeptFields.text(kept, KeptFields.CONVERSATION_ID),
                        KeptFields.text(kept, KeptFields.CONTRIBUTION_ID),
                        KeptFields.text(kept, KeptFields.IN_REPLY_TO)));
    }

    /// A user as a URI, `tel:+86…`.
    static String uri(UserAddress user) {
        return user instanceof Msisdn number ? "tel:+" + number.e164() : user.toString();
    }
}
