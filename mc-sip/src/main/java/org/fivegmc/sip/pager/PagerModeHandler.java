package org.fivegmc.sip.pager;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.Submission;
import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipEvents.MessageFault;

/// Takes standalone messages and reports by SIP MESSAGE (RFC 3428; CPM 2.2 section 8.2.1): reads
/// them, hands them to the core and answers 202 once they are durable. Called on event loops.
public final class PagerModeHandler {

    private static final String ICSI = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.";

    private static final List<String> SERVED =
            List.of(
                    ICSI + "msg",
                    ICSI + "deferred",
                    ICSI + "largemsg",
                    ICSI + "session",
                    ICSI + "systemmsg");

    /// Shortest life of a message, whatever its Expires says: the time of one attempt (Timer F).
    /// `Expires: 0` asks not to be stored for later, not to be thrown away.
    static final long SHORTEST_LIFE_MS = 32_000;

    private static final SipReply ACCEPTED =
            SipReply.of(202).copying(HeaderName.CONVERSATION_ID, HeaderName.CONTRIBUTION_ID);

    private final MessageCenter center;
    private final HomeNumbers numbers;
    private final Set<String> ownHosts;
    private final PagerBodyReader bodies;
    private final RevokeHandler revocations;
    private final SipEvents events;

    /// @param ownContact this server's URI
    /// @param maxBody most octets of a body, encodings undone
    public PagerModeHandler(
            MessageCenter center,
            HomeNumbers numbers,
            String ownContact,
            int maxBody,
            InstantSource clock,
            SipEvents events) {
        this.center = center;
        Uri own = Uri.parse(ownContact);
        String domain = numbers.domain().toLowerCase(Locale.ROOT);
        this.ownHosts =
                own == null || !own.isSip()
                        ? Set.of(domain)
                        : Set.copyOf(List.of(domain, host(own)));
        this.numbers = numbers;
        this.bodies = new PagerBodyReader(maxBody, clock);
        this.revocations = new RevokeHandler(center, numbers);
        this.events = events;
    }

    /// @param sender who sends it, proven
    /// @param trusted whether a trusted peer sent it
    public void onMessage(Incoming in, Msisdn sender, boolean trusted) {
        SipRequest request = in.request();
        Optional<Msisdn> recipient = recipient(request);
        if (recipient.isEmpty()) {
            refuse(
                    in,
                    Refusals.warning(404, "the recipient is not a telephone number"),
                    MessageFault.NOT_A_NUMBER);
            return;
        }
        if (!serves(request)) {
            refuse(
                    in,
                    Refusals.warning(403, "127 Service not authorised"),
                    MessageFault.SERVICE_NOT_SERVED);
            return;
        }
        switch (bodies.read(request)) {
            case PagerBody.Refused(var reply, var fault) -> refuse(in, reply, fault);
            case PagerBody.Ephemeral() -> in.reply(SipReply.of(200));
            case PagerBody.Revoke wish -> revocations.onRevoke(in, sender, recipient.get(), wish);
            case PagerBody.Understood body ->
                    submit(in, envelope(in, sender, recipient.get(), trusted), List.of(body), 0);
            case PagerBody.Reports(var reports) ->
                    submit(in, envelope(in, sender, recipient.get(), trusted), reports, 0);
        }
    }

    private void refuse(Incoming in, SipReply reply, MessageFault fault) {
        events.messageRefused(fault);
        in.reply(reply);
    }

    /// What the parts of one request share.
    ///
    /// @param headers those that travel on
    private record Envelope(Msisdn sender, Msisdn recipient, byte[] headers) {}

    private static Envelope envelope(
            Incoming in, Msisdn sender, Msisdn recipient, boolean trusted) {
        byte[] kept = EdgeHeaders.of(in.request(), trusted);
        return new Envelope(sender, recipient, withIds(in.request(), kept, sender, recipient));
    }

    /// UP clients sort messages into conversations by these, which plain SIP clients do not send
    /// (RCC.07 section 2.6.2). What two people write each other is one conversation; of a sender
    /// who hides, each message is one of its own, since an id made of the numbers would tell.
    private static byte[] withIds(
            SipRequest request, byte[] kept, Msisdn sender, Msisdn recipient) {
        var ids = new StringBuilder();
        if (!request.has(HeaderName.CONVERSATION_ID)) {
            ids.append("Conversation-ID: ")
                    .append(
                            EdgeHeaders.hidesSender(kept)
                                    ? UUID.randomUUID()
                                    : conversation(sender, recipient))
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

    private static UUID conversation(Msisdn one, Msisdn other) {
        String pair = Math.min(one.e164(), other.e164()) + " " + Math.max(one.e164(), other.e164());
        return UUID.nameUUIDFromBytes(pair.getBytes(StandardCharsets.US_ASCII));
    }

    /// One after the other; the answer is that of the first that is refused, else of the last.
    private void submit(
            Incoming in, Envelope envelope, List<PagerBody.Understood> bodies, int index) {
        SipRequest request = in.request();
        center.submit(
                submission(request, envelope, bodies.get(index)),
                acceptance ->
                        in.guarded(() -> {
                            if (acceptance instanceof Acceptance.Refused
                                    || index + 1 == bodies.size()) {
                                in.reply(answer(acceptance));
                            } else {
                                submit(in, envelope, bodies, index + 1);
                            }
                        }));
    }

    private static Submission submission(
            SipRequest request, Envelope envelope, PagerBody.Understood body) {
        OptionalLong lifetime = request.expires();
        byte[] headers = envelope.headers();
        return new Submission(
                envelope.sender(),
                envelope.recipient(),
                body.imdnId(),
                body.purpose(),
                body.dispositions(),
                fallback(request, body.purpose(), headers),
                new Payload(body.contentType(), body.body(), headers),
                lifetime.isPresent() ? Math.max(lifetime.getAsLong() * 1000, SHORTEST_LIFE_MS) : 0);
    }

    /// A client that does not want interworking says so (RCC.07 section 3.2.1). An SMS shows its
    /// sender's number, so who wants privacy gets none either.
    private static FallbackOffer fallback(SipRequest request, Purpose purpose, byte[] headers) {
        boolean refused =
                request.has(HeaderName.REJECT_CONTACT)
                        && request.values(HeaderName.REJECT_CONTACT).stream()
                                .map(value -> value.toString().toLowerCase(Locale.ROOT))
                                .anyMatch(value -> value.contains("+g.gsma.rcs.msgfallback"));
        return refused || purpose instanceof Purpose.Report || EdgeHeaders.hidesSender(headers)
                ? FallbackOffer.NONE
                : FallbackOffer.RENDERED;
    }

    /// The number in the Request-URI. Only when that names this server does To name the recipient:
    /// a Request-URI of anybody else says where the request is meant to go.
    private Optional<Msisdn> recipient(SipRequest request) {
        Optional<Msisdn> target = numbers.number(request.uri());
        return target.isPresent() || !isThisServer(request.uri())
                ? target
                : numbers.number(request.to());
    }

    private boolean isThisServer(Uri uri) {
        return uri.isSip() && uri.user() == null && ownHosts.contains(host(uri));
    }

    private static String host(Uri uri) {
        return uri.host().toString().toLowerCase(Locale.ROOT);
    }

    /// Whether one of the services the network or the client names is served (RFC 6050: a list); a
    /// MESSAGE without any of CPM is a standalone message.
    private static boolean serves(SipRequest request) {
        HeaderName name =
                request.has(HeaderName.P_ASSERTED_SERVICE)
                        ? HeaderName.P_ASSERTED_SERVICE
                        : HeaderName.P_PREFERRED_SERVICE;
        if (!request.has(name)) {
            return true;
        }
        boolean others = false;
        for (Span service : request.values(name)) {
            for (String served : SERVED) {
                if (service.contentEquals(served)) {
                    return true;
                }
            }
            others |= service.startsWith(ICSI);
        }
        return !others;
    }

    private static SipReply answer(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Accepted _, Acceptance.Duplicate _ -> ACCEPTED;
            case Acceptance.Refused(var reason) -> Refusals.of(reason);
        };
    }
}
