package org.fivegmc.sip.pager;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Revocation;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import org.fivegmc.wire.rcs.KeptFields;
import org.fivegmc.wire.revoke.RevokeCodec;
import org.fivegmc.wire.revoke.RevokeDocument;

/// Takes messages back for their senders (RCC.07 section 3.2.3.8). The result goes to the sender as
/// a message of its own, in the name of the recipient; 202 says that both are durable. What never
/// was, is somebody else's, or comes too late, gets the same answer: nobody learns by it what there
/// is.
final class RevokeHandler {

    private static final SipReply ACCEPTED =
            SipReply.of(202).copying(HeaderName.CONVERSATION_ID, HeaderName.CONTRIBUTION_ID);

    private final MessageCenter center;
    private final HomeNumbers numbers;

    RevokeHandler(MessageCenter center, HomeNumbers numbers) {
        this.center = center;
        this.numbers = numbers;
    }

    /// @param sender who asks, proven
    /// @param recipient whom the message was sent to
    void onRevoke(Incoming in, Msisdn sender, UserAddress recipient, PagerBody.Revoke wish) {
        if (isAnotherNumber(wish.request().from(), sender)) {
            tell(in, sender, recipient, wish, false);
            return;
        }
        center.revoke(
                sender,
                recipient,
                new ImdnMessageId(wish.request().messageId()),
                outcome ->
                        in.guarded(() -> {
                            switch (outcome) {
                                case Revocation.Revoked _ ->
                                        tell(in, sender, recipient, wish, true);
                                case Revocation.TooLate _, Revocation.Unknown _ ->
                                        tell(in, sender, recipient, wish, false);
                                case Revocation.Unavailable(var reason) ->
                                        in.reply(Refusals.of(reason));
                            }
                        }));
    }

    private boolean isAnotherNumber(String from, Msisdn sender) {
        NameAddr address = from.isEmpty() ? null : NameAddr.parse(Span.of(from));
        return address != null
                && numbers.number(address).filter(number -> !number.equals(sender)).isPresent();
    }

    private void tell(
            Incoming in,
            Msisdn sender,
            UserAddress recipient,
            PagerBody.Revoke wish,
            boolean success) {
        center.submit(
                result(in.request(), sender, recipient, wish, success),
                acceptance -> in.guarded(() -> in.reply(answer(acceptance))));
    }

    private Submission result(
            SipRequest request,
            Msisdn sender,
            UserAddress recipient,
            PagerBody.Revoke wish,
            boolean success) {
        String messageId = wish.request().messageId();
        byte[] document =
                RevokeCodec.write(
                        new RevokeDocument.Response(
                                messageId, success, numbers.tel(sender), uri(recipient)));
        // the same request again, after a lost answer, does not make a second result
        String asked = wish.requestId() + "\n" + messageId + "\n" + success;
        String id = UUID.nameUUIDFromBytes(asked.getBytes(StandardCharsets.UTF_8)).toString();
        return new Submission(
                /* sender= */ recipient,
                /* recipient= */ sender,
                new ImdnMessageId(id),
                Purpose.CONTENT,
                Dispositions.NONE,
                FallbackOffer.NONE,
                new Payload(RcsMediaTypes.REVOKE, document, conversation(request, id)),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    private String uri(UserAddress user) {
        return user instanceof Msisdn number ? numbers.tel(number) : user.toString();
    }

    /// The conversation is that of the request, the contribution one of its own. By that a device
    /// knows a result that comes again since its answer was lost: there is no CPIM around it that
    /// would have a Message-ID.
    private static byte[] conversation(SipRequest request, String id) {
        byte[] kept = EdgeHeaders.of(request, false);
        return new KeptFields()
                .with(KeptFields.CONVERSATION_ID, KeptFields.text(kept, KeptFields.CONVERSATION_ID))
                .with(KeptFields.CONTRIBUTION_ID, id)
                .octets();
    }

    /// A sender who cannot get the result has at least what it was about.
    private static SipReply answer(Acceptance acceptance) {
        return acceptance instanceof Acceptance.Refused(var reason) && passes(reason)
                ? Refusals.of(reason)
                : ACCEPTED;
    }

    private static boolean passes(RefusalReason reason) {
        return switch (reason) {
            case OVERLOAD, STORE_UNAVAILABLE, DRAINING -> true;
            case MAILBOX_FULL,
                    NOT_A_NUMBER,
                    UNKNOWN_RECIPIENT,
                    FORBIDDEN_RECIPIENT,
                    FORBIDDEN_SENDER,
                    NOTHING_REPORTED,
                    TOO_LARGE ->
                    false;
        };
    }
}
