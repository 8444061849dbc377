package org.fivegmc.sip.pager;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.sip.exchange.Requests;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipWriter;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.sip.registrar.SipContact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers messages by SIP MESSAGE (CPM 2.2 section 8.3.1; RFC 3428): straight to the contact of a
/// device that registered here, through the S-CSCF to one that registered there. Thread-safe.
public final class PagerModeChannel implements RcsChannel {

    private static final Logger LOG = LoggerFactory.getLogger(PagerModeChannel.class);

    private static final String SERVICE = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg";
    private static final String ACCEPT_CONTACT =
            "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"";

    private static final String SYSTEM_SERVICE =
            "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.systemmsg";
    private static final String SYSTEM_ACCEPT_CONTACT =
            "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.systemmsg\"";

    private static final String ANONYMOUS = "\"Anonymous\" <" + PagerBodies.ANONYMOUS + ">";

    private final Requests requests;
    private final HomeNumbers numbers;
    private final PagerBodies bodies;
    private final String host;

    /// Shard writers send; each has one of its own.
    private final ThreadLocal<SipWriter> scratch = ThreadLocal.withInitial(SipWriter::new);

    private final AtomicLong sequence = new AtomicLong(System.nanoTime());

    /// @param host this server's name in Call-IDs
    public PagerModeChannel(Requests requests, HomeNumbers numbers, String host) {
        this.requests = requests;
        this.numbers = numbers;
        this.bodies = new PagerBodies(numbers);
        this.host = host;
    }

    /// What can't be written, as to a contact that an earlier version has stored, is an outcome
    /// too.
    @Override
    public void send(Message message, Binding device, Consumer<AttemptOutcome> done) {
        if (!message.payload().isComplete()) {
            done.accept(new AttemptOutcome.NotPossible("too large for pager mode"));
            return;
        }
        boolean plain = !device.capabilities().takesNotices();
        SipContact.Reach contact;
        OutgoingRequest request;
        try {
            Optional<PagerBodies.Body> body =
                    plain ? bodies.forPlainClient(message) : Optional.of(bodies.forRcs(message));
            if (body.isEmpty()) {
                done.accept(new AttemptOutcome.NotPossible("a plain SIP client can't show this"));
                return;
            }
            contact = SipContact.reach(device.contact());
            request = request(message, device, contact, body.get());
        } catch (RuntimeException e) {
            LOG.warn("message {} can't be written for one of its devices", message.id(), e);
            done.accept(new AttemptOutcome.NotPossible("can't be written: " + e.getMessage()));
            return;
        }
        String next = contact.route().isEmpty() ? contact.uri() : contact.route().getFirst();
        requests.send(
                request,
                new Requests.NextHop(unbracketed(next), contact.flow()),
                outcome -> done.accept(outcome(outcome, !plain)));
    }

    /// From the user's own identity to whom the report went: so a device knows a report that
    /// another of its user's devices has made. What clients expect here is not certain; this and
    /// [PagerBodies#forRcs] are all there is of the form.
    private static UserAddress author(Message message) {
        return message.isMirror() ? message.recipient() : message.sender();
    }

    private static UserAddress addressee(Message message) {
        return message.isMirror() ? message.sender() : message.recipient();
    }

    /// A sender who asks for privacy is nobody in From, and P-Asserted-Identity is only told to an
    /// S-CSCF, which takes it out before the handset sees it (RFC 3325 section 7).
    private OutgoingRequest request(
            Message message, Binding device, SipContact.Reach contact, PagerBodies.Body body) {
        String id = Long.toHexString(sequence.incrementAndGet());
        boolean hidden = EdgeHeaders.hidesSender(message);
        UserAddress author = author(message);
        OutgoingRequest.Builder builder =
                OutgoingRequest.builder(SipMethod.MESSAGE, contact.uri(), scratch.get())
                        .from(w -> from(w, author, hidden), id)
                        .header(HeaderName.TO, w -> bracketed(w, addressee(message)))
                        .header(HeaderName.CALL_ID, w -> w.text(id).put('@').text(host))
                        .cSeq(1);
        for (String hop : contact.route()) {
            builder.header(HeaderName.ROUTE, hop);
        }
        if (!hidden || contact.way() == SipContact.Way.IMS) {
            builder.header(HeaderName.P_ASSERTED_IDENTITY, w -> asserted(w, author));
        }
        if (PagerBodies.isSystem(message)) {
            builder.header(HeaderName.P_ASSERTED_SERVICE, SYSTEM_SERVICE)
                    .header(HeaderName.ACCEPT_CONTACT, SYSTEM_ACCEPT_CONTACT);
            if (isOneOfSeveral(device, contact)) {
                // in a field of its own: few devices register the service, and it is required here
                builder.header(HeaderName.ACCEPT_CONTACT, "*" + instance(device));
            }
        } else {
            builder.header(HeaderName.P_ASSERTED_SERVICE, SERVICE)
                    .header(HeaderName.ACCEPT_CONTACT, acceptContact(device, contact));
            ApplicationTags.acceptContact(message)
                    .ifPresent(value -> builder.header(HeaderName.ACCEPT_CONTACT, value));
            ChatbotTags.acceptContact(message, ServiceMode.PAGER)
                    .ifPresent(value -> builder.header(HeaderName.ACCEPT_CONTACT, value));
        }
        builder.rawHeaders(EdgeHeaders.fields(message.payload().edgeHeaders()))
                .body(body.contentType(), body.octets());
        return builder.build();
    }

    /// Behind an S-CSCF the instance picks the device out of the user's several (RCC.07 section
    /// 2.11).
    private static String acceptContact(Binding device, SipContact.Reach contact) {
        return isOneOfSeveral(device, contact) ? ACCEPT_CONTACT + instance(device) : ACCEPT_CONTACT;
    }

    private static boolean isOneOfSeveral(Binding device, SipContact.Reach contact) {
        return contact.way() == SipContact.Way.IMS && device.device().value().startsWith("urn:");
    }

    private static String instance(Binding device) {
        return ";+sip.instance=\"<" + device.device().value() + ">\";require;explicit";
    }

    private void from(SipWriter out, UserAddress sender, boolean hidden) {
        if (hidden) {
            out.text(ANONYMOUS);
        } else {
            bracketed(out, sender);
        }
    }

    private void bracketed(SipWriter out, UserAddress user) {
        out.put('<');
        if (user instanceof Msisdn number) {
            numbers.writeSip(out, number);
        } else {
            out.text(user.toString());
        }
        out.put('>');
    }

    private void asserted(SipWriter out, UserAddress user) {
        bracketed(out, user);
        if (user instanceof Msisdn number) {
            out.text(", <tel:+").number(number.e164()).put('>');
        }
    }

    private static String unbracketed(String hop) {
        return hop.startsWith("<") ? hop.substring(1, hop.length() - 1) : hop;
    }

    /// Somebody on the way got no answer either.
    private static AttemptOutcome answered(AttemptOutcome meaning) {
        return meaning instanceof AttemptOutcome.Unreachable ? meaning.inDoubt() : meaning;
    }

    private static AttemptOutcome outcome(Requests.Outcome outcome, boolean reportsItself) {
        return switch (outcome) {
            case Requests.Outcome.Answered(var status, var reason, var retryAfter, var _) ->
                    answered(StatusMeanings.of(status, reason, retryAfter, reportsItself));
            case Requests.Outcome.NoAnswer() ->
                    new AttemptOutcome.Unreachable("no answer").inDoubt();
            case Requests.Outcome.NotSent(var cause) -> new AttemptOutcome.Unreachable(cause);
            case Requests.Outcome.TooLarge(var cause) -> new AttemptOutcome.NotPossible(cause);
            case Requests.Outcome.FlowGone(var cause) -> new AttemptOutcome.BindingDead(cause);
        };
    }
}
