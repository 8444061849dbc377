package org.fivegmc.core.storage;

import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;

/// What makes two submissions the same: recipient, sender and the sender's id of the message (RFC
/// 5438 section 6.3; never Contribution-ID). For a report it is what it says about which message,
/// so that the reports of several devices count once; what they are told of each other counts apart
/// from that.
public record DedupKey(UserAddress recipient, UserAddress sender, String token) {

    public static DedupKey of(Submission s) {
        return switch (s.purpose()) {
            case Purpose.Content() -> content(s.recipient(), s.sender(), s.imdnId());
            case Purpose.Report(var about, var kind) ->
                    new DedupKey(
                            s.recipient(), s.sender(), said(s.recipient(), kind) + about.value());
            case Purpose.Mirror(var about, var kind) ->
                    mirror(s.recipient(), s.sender(), about, kind);
        };
    }

    /// A chatbot hears once what became of a message to a user, whoever says it first and whatever
    /// another device or the network says later.
    private static String said(UserAddress recipient, ReportKind kind) {
        return recipient instanceof ChatbotAddress && isFinal(kind)
                ? "rf:"
                : "r" + Integer.toHexString(kind.bit()) + ":";
    }

    private static boolean isFinal(ReportKind kind) {
        return switch (kind) {
            case DELIVERED, FAILED, FORBIDDEN, ERROR, INTERWORKING_ERROR -> true;
            case DISPLAYED, PROCESSED, STORED, INTERWORKING_SMS, INTERWORKING_MMS -> false;
        };
    }

    /// Of what a person or a chatbot wrote.
    public static DedupKey content(UserAddress recipient, UserAddress sender, ImdnMessageId id) {
        return new DedupKey(recipient, sender, "m" + id.value());
    }

    /// Of a report about that message by a device of the recipient, for the recipient's other ones.
    public static DedupKey mirror(
            UserAddress recipient, UserAddress sender, ImdnMessageId about, ReportKind kind) {
        return new DedupKey(
                recipient, sender, "o" + Integer.toHexString(kind.bit()) + ":" + about.value());
    }

    /// Of who has sent it, where the recipient does not know that. No submission has such a key,
    /// not even to oneself.
    public static DedupKey hidden(UserAddress recipient, ImdnMessageId id) {
        return new DedupKey(recipient, recipient, "h" + id.value());
    }

    /// Of what has to be known of the latest short message from that sender when it is answered. No
    /// submission has such a key.
    public static DedupKey memory(UserAddress recipient, UserAddress sender) {
        return new DedupKey(recipient, sender, "s");
    }

    /// Of the order to take that message back, which can be repeated as well.
    public static DedupKey revocation(UserAddress recipient, UserAddress sender, ImdnMessageId id) {
        return new DedupKey(recipient, sender, "v" + id.value());
    }
}
