package org.fivegmc.sip.pager;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.subscriber.Origin;
import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.sip.registrar.SendingDevice;
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
    private final Addressee addressee;
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
        this.addressee = new Addressee(numbers, ownContact);
        this.bodies = new PagerBodyReader(maxBody, clock);
        this.revocations = new RevokeHandler(center, numbers);
        this.events = events;
    }

    /// @param sender who sends it, proven
    /// @param trusted whether a trusted peer sent it
    public void onMessage(Incoming in, Msisdn sender, boolean trusted) {
        SipRequest request = in.request();
        Optional<UserAddress> recipient = addressee.user(request);
        if (recipient.isEmpty() && !addressee.isNobody(request)) {
            refuseNobody(in);
            return;
        }
        if (!serves(request)) {
            refuse(
                    in,
                    Refusals.warning(403, "127 Service not authorised"),
                    MessageFault.SERVICE_NOT_SERVED);
            return;
        }
        PagerBody read = bodies.read(request);
        if (recipient.isEmpty()) {
            toHidden(in, sender, trusted, read);
            return;
        }
        switch (read) {
            case PagerBody.Refused(var reply, var fault) -> refuse(in, reply, fault);
            case PagerBody.Ephemeral() -> in.reply(SipReply.of(200));
            case PagerBody.Revoke wish -> revocations.onRevoke(in, sender, recipient.get(), wish);
            case PagerBody.Understood body ->
                    submit(in, envelope(in, sender, recipient.get(), trusted), List.of(body), 0);
            case PagerBody.Reports(var reports) ->
                    submit(in, envelope(in, sender, recipient.get(), trusted), reports, 0);
        }
    }

    /// Only reports reach somebody whom nobody can name: each tells which message it is about.
    private void toHidden(Incoming in, Msisdn reporter, boolean trusted, PagerBody read) {
        switch (read) {
            case PagerBody.Refused(var reply, var fault) -> refuse(in, reply, fault);
            case PagerBody.Understood body when body.purpose() instanceof Purpose.Report ->
                    report(in, reporter, trusted, List.of(body), 0);
            case PagerBody.Reports(var reports) -> report(in, reporter, trusted, reports, 0);
            case PagerBody.Understood _, PagerBody.Ephemeral _, PagerBody.Revoke _ ->
                    refuseNobody(in);
        }
    }

    private void report(
            Incoming in,
            Msisdn reporter,
            boolean trusted,
            List<PagerBody.Understood> reports,
            int index) {
        PagerBody.Understood report = reports.get(index);
        if (!(report.purpose() instanceof Purpose.Report purpose)) {
            throw new IllegalArgumentException("no report");
        }
        long lifetimeMs = lifetimeMs(in.request());
        center.reportToHidden(
                reporter,
                purpose.about(),
                sender -> {
                    if (!(sender instanceof Msisdn number)) {
                        throw new IllegalStateException("who hides has a number");
                    }
                    return envelope(in, reporter, number, trusted).submission(report, lifetimeMs);
                },
                acceptance ->
                        in.guarded(() -> {
                            if (acceptance instanceof Acceptance.Refused
                                    || index + 1 == reports.size()) {
                                in.reply(answer(acceptance));
                            } else {
                                report(in, reporter, trusted, reports, index + 1);
                            }
                        }));
    }

    private void refuseNobody(Incoming in) {
        refuse(
                in,
                Refusals.warning(404, "the recipient is neither a telephone number nor a chatbot"),
                MessageFault.NOT_A_NUMBER);
    }

    private void refuse(Incoming in, SipReply reply, MessageFault fault) {
        events.messageRefused(fault);
        in.reply(reply);
    }

    private static Envelope envelope(
            Incoming in, Msisdn sender, UserAddress recipient, boolean trusted) {
        return Envelope.of(in.request(), sender, recipient, trusted, ServiceMode.PAGER);
    }

    /// One after the other; the answer is that of the first that is refused, else of the last.
    private void submit(
            Incoming in, Envelope envelope, List<PagerBody.Understood> bodies, int index) {
        SipRequest request = in.request();
        center.submit(
                envelope.submission(bodies.get(index), lifetimeMs(request)),
                origin(in, bodies.get(index)),
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

    /// Only who reports has other devices that want to know.
    private static Origin origin(Incoming in, PagerBody.Understood body) {
        return body.purpose().isReport()
                ? SendingDevice.of(in.request(), in.flow())
                : Origin.UNKNOWN;
    }

    private static long lifetimeMs(SipRequest request) {
        OptionalLong lifetime = request.expires();
        return lifetime.isPresent() ? Math.max(lifetime.getAsLong() * 1000, SHORTEST_LIFE_MS) : 0;
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
