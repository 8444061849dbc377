package org.fivegmc.sip.registrar;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegisterOrder;
import org.fivegmc.core.subscriber.RegistrationResult;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.codec.AddressList;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.identity.HomeNumbers;

/// The registrar for handsets that register here themselves (RFC 3261 section 10.3, RFC 5626 for
/// instances, RFC 3327 Path, RFC 3608 Service-Route, RFC 7315 P-Associated-URI). The caller has
/// authenticated the user. Called on event loops.
public final class RegisterHandler {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final MessageCenter center;
    private final HomeNumbers numbers;
    private final RegistrarPolicy policy;
    private final DeviceContacts contacts;
    private final InstantSource clock;
    private volatile Second date = new Second(Long.MIN_VALUE, "");

    /// A second since the epoch, and how Date writes it.
    private record Second(long second, String text) {}

    public RegisterHandler(
            MessageCenter center,
            HomeNumbers numbers,
            RegistrarPolicy policy,
            InstantSource clock) {
        this.center = center;
        this.numbers = numbers;
        this.policy = policy;
        this.contacts = new DeviceContacts(policy.untaggedTakesText(), policy.terminals());
        this.clock = clock;
    }

    /// What the Contacts ask for.
    private sealed interface Wish {
        record Of(Change change) implements Wish {}

        record Bad(SipReply reply) implements Wish {}
    }

    /// Hears what a REGISTER made of the flow it came by, before it is answered.
    public interface FlowListener {
        /// A device of the user is bound to the flow, until then (milliseconds since the epoch).
        void bound(long untilMs);

        /// None is.
        void unbound();
    }

    /// @param user the address of record, proven
    /// @param trusted whether a trusted peer vouches for it
    public void onRegister(Incoming in, Msisdn user, boolean trusted, FlowListener flow) {
        if (!trusted && in.request().has(HeaderName.PATH)) {
            in.reply(Refusals.warning(403, "a Path is taken from trusted peers only"));
            return;
        }
        RegisterOrder order = DeviceContacts.order(in.request());
        switch (wish(in, order)) {
            case Wish.Bad(var reply) -> in.reply(reply);
            case Wish.Of(var change) -> apply(in, user, trusted, change, order, flow);
        }
    }

    private void apply(
            Incoming in,
            Msisdn user,
            boolean trusted,
            Change change,
            RegisterOrder order,
            FlowListener flow) {
        center.register(
                update(user, trusted, change, order),
                result ->
                        in.guarded(() -> {
                            if (result instanceof RegistrationResult.Registered(var bindings)
                                    && !(change instanceof Change.Fetch)) {
                                tell(flow, in.flow(), bindings);
                            }
                            in.reply(answer(in, user, result));
                        }));
    }

    private static void tell(FlowListener listener, String flow, List<Binding> bindings) {
        OptionalLong until =
                bindings.stream()
                        .filter(b -> SipContact.reach(b.contact()).flow().equals(flow))
                        .mapToLong(Binding::expiresAtMs)
                        .max();
        if (until.isPresent()) {
            listener.bound(until.getAsLong());
        } else {
            listener.unbound();
        }
    }

    private RegistrationUpdate update(
            Msisdn user, boolean trusted, Change change, RegisterOrder order) {
        return new RegistrationUpdate(
                user,
                trusted && policy.createUnknown(),
                change,
                order,
                binding -> SipContact.way(binding) == SipContact.Way.DIRECT,
                DeviceContacts::isNameless);
    }

    private Wish wish(Incoming in, RegisterOrder order) {
        SipRequest request = in.request();
        AddressList list = request.contacts();
        if (!list.wellFormed()) {
            return bad(400, "a Contact can't be read");
        }
        OptionalLong header = request.expires();
        if (list.star()) {
            boolean onlyStar = list.entries().isEmpty();
            boolean zero = header.isPresent() && header.getAsLong() == 0;
            return onlyStar && zero
                    ? new Wish.Of(new Change.UnbindAll())
                    : bad(400, "Contact: * needs Expires: 0 and no other Contact");
        }
        if (list.entries().isEmpty()) {
            return new Wish.Of(new Change.Fetch());
        }
        var bind = new ArrayList<Binding>();
        var unbind = new LinkedHashSet<DeviceId>();
        long now = clock.millis();
        Span userAgent = request.header(HeaderName.USER_AGENT);
        for (NameAddr contact : list.entries()) {
            if (!contact.uri().isSip()) {
                return bad(400, "a Contact must be a sip: URI");
            }
            if (!DeviceContacts.isUsable(contact)) {
                return bad(400, "a Contact has octets that are not ASCII, or controls");
            }
            long asked = asked(contact, header);
            if (asked == 0) {
                unbind.add(DeviceContacts.device(contact));
            } else if (asked < policy.minExpires()) {
                return new Wish.Bad(
                        SipReply.of(423)
                                .with(HeaderName.MIN_EXPIRES, Long.toString(policy.minExpires())));
            } else {
                long granted = Math.min(asked, policy.maxExpires());
                DeviceContacts.Reading read = contacts.read(contact);
                bind.add(
                        new Binding(
                                read.device(),
                                contacts.judged(
                                        read.capabilities(), contact, read.device(), userAgent),
                                now,
                                now + granted * 1000,
                                contact(in, contact, read.features()).encode(),
                                order));
            }
        }
        List<Binding> come = DeviceContacts.oneEach(bind);
        // A device that leaves one address for another has the same instance in both Contacts.
        come.forEach(binding -> unbind.remove(binding.device()));
        if (unbind.isEmpty()) {
            return new Wish.Of(new Change.Bind(come));
        }
        List<DeviceId> gone = List.copyOf(unbind);
        return new Wish.Of(
                come.isEmpty() ? new Change.Unbind(gone) : new Change.Exchange(gone, come));
    }

    private static Wish bad(int status, String text) {
        return new Wish.Bad(Refusals.warning(status, text));
    }

    private long asked(NameAddr contact, OptionalLong header) {
        Span parameter = contact.params().get("expires");
        OptionalLong own = SipMessage.seconds(parameter);
        if (own.isPresent()) {
            return own.getAsLong();
        }
        return header.orElse(policy.defaultExpires());
    }

    private static SipContact contact(Incoming in, NameAddr contact, String features) {
        var route = new ArrayList<String>();
        for (NameAddr hop : in.request().nameAddrs(HeaderName.PATH).entries()) {
            route.add("<" + hop.uri() + ">");
        }
        return new SipContact(
                SipContact.Way.DIRECT,
                contact.uri().toString(),
                route.isEmpty() ? in.flow() : "",
                features,
                route);
    }

    private SipReply answer(Incoming in, Msisdn user, RegistrationResult result) {
        return switch (result) {
            case RegistrationResult.Registered(var bindings) ->
                    registered(in.request(), user, bindings);
            case RegistrationResult.UnknownUser() ->
                    Refusals.warning(403, "the number is not a subscriber");
            case RegistrationResult.TooManyBindings(var limit) ->
                    Refusals.warning(403, "more than " + limit + " devices");
            case RegistrationResult.OutOfOrder() ->
                    Refusals.warning(500, "CSeq is not higher than that of an earlier REGISTER");
            case RegistrationResult.Unavailable(var reason) -> Refusals.of(reason);
        };
    }

    private SipReply registered(SipRequest request, Msisdn user, List<Binding> bindings) {
        SipReply reply = SipReply.of(200);
        long now = clock.millis();
        for (Binding binding : bindings) {
            SipContact contact = SipContact.decode(binding.contact());
            if (contact.way() == SipContact.Way.DIRECT) {
                long seconds = Math.max(0, (binding.expiresAtMs() - now + 999) / 1000);
                reply =
                        reply.with(
                                HeaderName.CONTACT,
                                "<"
                                        + contact.uri()
                                        + ">"
                                        + contact.features()
                                        + ";expires="
                                        + seconds);
            }
        }
        if (request.has(HeaderName.PATH)) {
            reply = reply.withCopyOf(request, HeaderName.PATH);
        }
        for (String route : policy.serviceRoute()) {
            reply = reply.with(HeaderName.SERVICE_ROUTE, route);
        }
        return reply.with(
                        HeaderName.P_ASSOCIATED_URI,
                        "<" + numbers.sip(user) + ">, <" + numbers.tel(user) + ">")
                .with(HeaderName.DATE, date(now / 1000));
    }

    private String date(long second) {
        Second last = date;
        if (last.second() != second) {
            last = new Second(second, DATE.format(Instant.ofEpochSecond(second)));
            date = last;
        }
        return last.text();
    }

    /// The number a REGISTER is about, or empty when To is no number.
    public Optional<Msisdn> addressOfRecord(SipRequest request) {
        return numbers.number(request.to());
    }
}
