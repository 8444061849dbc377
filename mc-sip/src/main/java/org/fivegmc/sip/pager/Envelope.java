package org.fivegmc.sip.pager;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipRequest;

/// What the messages of one request, or of one session, share.
///
/// @param headers what travels on, as [EdgeHeaders] keeps it
/// @param fallback what the sender lets the network do
/// @param hidden whether the recipient is not told who the sender is
public record Envelope(
        Msisdn sender,
        UserAddress recipient,
        byte[] headers,
        FallbackOffer fallback,
        boolean hidden) {

    /// @param request a MESSAGE, or the INVITE of a session
    /// @param trusted whether a trusted peer sent it
    public static Envelope of(
            SipRequest request,
            Msisdn sender,
            UserAddress recipient,
            boolean trusted,
            ServiceMode mode) {
        byte[] own = EdgeHeaders.of(request, trusted);
        boolean hidden = EdgeHeaders.hidesSender(own);
        byte[] kept = withIds(request, own, hidden, sender, recipient);
        return new Envelope(
                sender,
                recipient,
                EdgeHeaders.marked(mode, kept),
                recipient instanceof Msisdn ? fallback(request, hidden) : FallbackOffer.NONE,
                hidden);
    }

    /// @param lifetimeMs how long the sender wants it kept; 0 for as long as the operator does
    public Submission submission(PagerBody.Understood body, long lifetimeMs) {
        return new Submission(
                sender,
                recipient,
                body.imdnId(),
                body.purpose(),
                body.dispositions(),
                body.purpose() instanceof Purpose.Report ? FallbackOffer.NONE : fallback,
                new Payload(body.contentType(), body.body(), headers),
                lifetimeMs,
                hidden,
                Handling.USUAL);
    }

    /// The same of a large message.
    ///
    /// @param head its first octets
    /// @param whole where all of it is
    public Submission submission(PagerBody.Understood body, byte[] head, BodyRef whole) {
        return new Submission(
                sender,
                recipient,
                body.imdnId(),
                body.purpose(),
                body.dispositions(),
                fallback,
                new Payload(body.contentType(), head, headers, whole),
                0,
                hidden,
                Handling.USUAL);
    }

    /// UP clients sort messages into conversations by these, which plain SIP clients do not send
    /// (RCC.07 section 2.6.2). What two people write each other is one conversation; of a sender
    /// who hides, each message is one of its own, since an id made of the numbers would tell.
    private static byte[] withIds(
            SipRequest request, byte[] kept, boolean hidden, Msisdn sender, UserAddress recipient) {
        var ids = new StringBuilder();
        if (!request.has(HeaderName.CONVERSATION_ID)) {
            ids.append("Conversation-ID: ")
                    .append(hidden ? UUID.randomUUID() : conversation(sender, recipient))
                    .append("\r\n");
        }
        if (!request.has(HeaderName.CONTRIBUTION_ID)) {
            ids.append("Contribution-ID: ").append(UUID.randomUUID()).append("\r\n");
        }
        if (ids.isEmpty()) {
            return kept;
        }
        byte[] more = ids.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(kept, kept.length + more.length);
        System.arraycopy(more, 0, all, kept.length, more.length);
        return all;
    }

    private static UUID conversation(Msisdn one, UserAddress other) {
        String pair =
                other instanceof Msisdn number
                        ? Math.min(one.e164(), number.e164())
                                + " "
                                + Math.max(one.e164(), number.e164())
                        : one.e164() + " " + other;
        return UUID.nameUUIDFromBytes(pair.getBytes(StandardCharsets.US_ASCII));
    }

    /// A client that does not want interworking says so (RCC.07 section 3.2.1). An SMS shows its
    /// sender's number, so who wants privacy gets none either.
    private static FallbackOffer fallback(SipRequest request, boolean hidden) {
        boolean refused =
                request.has(HeaderName.REJECT_CONTACT)
                        && request.values(HeaderName.REJECT_CONTACT).stream()
                                .map(value -> value.toString().toLowerCase(Locale.ROOT))
                                .anyMatch(value -> value.contains("+g.gsma.rcs.msgfallback"));
        return refused || hidden ? FallbackOffer.NONE : FallbackOffer.RENDERED;
    }
}
