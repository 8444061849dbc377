package org.fivegmc.sip.registrar;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegisterOrder;
import org.fivegmc.core.subscriber.RegistrationResult;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.exchange.Requests;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.Malformed;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipParse;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;

/// Learns registrations from an S-CSCF (TS 24.229 section 5.4.1.7): its own REGISTER says that the
/// user is there, the messages embedded in its body say with which devices and what these can do.
/// The embedded 200 OK is the best source, since it lists every device of the user with the expiry
/// it was granted. Not every registrar repeats the feature tags in it: those of a device that has
/// none there are the ones of its REGISTER.
///
/// Devices learned so are reached through the S-CSCF. Called on event loops.
public final class ThirdPartyRegisterHandler {

    private static final String SIP = "message/sip";

    /// What the operator's filter says to application servers (TS 24.229 section 7.6). Its contents
    /// are not evaluated.
    private static final String SERVICE_INFO = "application/3gpp-ims+xml";

    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    private final MessageCenter center;
    private final HomeNumbers numbers;
    private final RegistrarPolicy policy;
    private final DeviceContacts contacts;
    private final InstantSource clock;
    private final CapabilityQuery query;

    /// @param requests to ask users for what they can do
    /// @param ownContact this server's URI
    public ThirdPartyRegisterHandler(
            MessageCenter center,
            HomeNumbers numbers,
            RegistrarPolicy policy,
            InstantSource clock,
            Requests requests,
            String ownContact) {
        this.center = center;
        this.numbers = numbers;
        this.policy = policy;
        this.contacts = new DeviceContacts(policy.untaggedTakesText(), policy.terminals());
        this.clock = clock;
        this.query = new CapabilityQuery(requests, numbers, ownContact, this::told);
    }

    /// Whether a REGISTER from a trusted peer is one on behalf of somebody: From is not the user
    /// whom To names, or its body is one that no handset sends.
    public boolean isThirdParty(SipRequest request) {
        Optional<Msisdn> from = numbers.number(request.from());
        return from.isEmpty()
                || !from.equals(numbers.number(request.to()))
                || bodies(request).stream()
                        .anyMatch(body -> body.type().is(SIP) || body.type().is(SERVICE_INFO));
    }

    public void onRegister(Incoming in) {
        SipRequest request = in.request();
        Optional<Msisdn> user = numbers.number(request.to());
        if (user.isEmpty()) {
            in.reply(Refusals.warning(404, "To is not a telephone number"));
            return;
        }
        Learned learned = change(request, user.get());
        long asking = query.begin(user.get());
        center.register(
                update(user.get(), policy.createUnknown(), learned.change(), learned.order()),
                result -> {
                    in.reply(answer(result));
                    if (learned.ask() && result instanceof RegistrationResult.Registered) {
                        query.ask(user.get(), asking, route(request), lifetime(request));
                    } else {
                        query.end(user.get(), asking);
                    }
                });
    }

    /// The S-CSCF knows nothing of devices that are registered here themselves.
    private static RegistrationUpdate update(
            Msisdn user, boolean mayCreate, Change change, RegisterOrder order) {
        return new RegistrationUpdate(
                user, mayCreate, change, order, ThirdPartyRegisterHandler::isIms, _ -> false);
    }

    /// @param order of the device's own REGISTER, if that is embedded
    /// @param ask whether nothing was said about what the user's devices can do
    private record Learned(Change change, RegisterOrder order, boolean ask) {}

    private long lifetime(SipRequest request) {
        return request.expires().orElse(policy.defaultExpires());
    }

    private static SipReply answer(RegistrationResult result) {
        return switch (result) {
            // The S-CSCF's own request is in order, only what it tells is old. It may deregister
            // the user after a 5xx (TS 24.229 section 5.4.1.7, default handling).
            case RegistrationResult.Registered _, RegistrationResult.OutOfOrder _ ->
                    SipReply.of(200);
            case RegistrationResult.UnknownUser() ->
                    Refusals.warning(403, "the number is not a subscriber");
            case RegistrationResult.TooManyBindings(var limit) ->
                    Refusals.warning(403, "more than " + limit + " devices");
            case RegistrationResult.Unavailable(var reason) -> Refusals.of(reason);
        };
    }

    private Learned change(SipRequest request, Msisdn user) {
        OptionalLong outer = request.expires();
        Optional<SipRequest> register = Optional.empty();
        Optional<SipResponse> ok = Optional.empty();
        for (Body body : bodies(request)) {
            if (body.type().is(SIP)) {
                switch (parsed(body.content().toByteArray())) {
                    case SipRequest r -> register = Optional.of(r);
                    case SipResponse r when r.status() / 100 == 2 -> ok = Optional.of(r);
                    default -> {}
                }
            }
        }
        RegisterOrder order = register.map(DeviceContacts::order).orElse(RegisterOrder.UNKNOWN);
        String route = route(request);
        boolean gone = outer.isPresent() && outer.getAsLong() == 0;
        // A 200 that lists nobody, though the user is there, says nothing.
        if (ok.isPresent() && (gone || !ok.get().contacts().entries().isEmpty())) {
            List<Listed> devices = listed(ok.get(), register, outer, user, route);
            return known(
                    new Change.Replace(live -> devices.stream().map(d -> d.joined(live)).toList()),
                    order);
        }
        if (register.isPresent()) {
            List<Binding> devices = bindings(register.get(), outer, user, route);
            if (!devices.isEmpty()) {
                return known(new Change.Bind(devices), order);
            }
            List<DeviceId> left =
                    register.get().contacts().entries().stream()
                            .map(DeviceContacts::device)
                            .toList();
            if (!left.isEmpty()) {
                return known(new Change.Unbind(left), order);
            }
            if (!gone && !register.get().contacts().star()) {
                return known(knownOrAnyDevice(request, user, route), order);
            }
            return known(new Change.UnbindAll(), order);
        }
        if (gone) {
            return known(new Change.UnbindAll(), order);
        }
        // Nothing embedded: the filter that sent this only matches users of standalone messaging,
        // until the user says otherwise.
        return new Learned(
                new Change.Replace(List.of(anyDevice(request, Capabilities.PRESUMED, user, route))),
                order,
                true);
    }

    /// The S-CSCF says that the user is there and names nobody: who was there still is.
    private Change knownOrAnyDevice(SipRequest request, Msisdn user, String route) {
        Binding anybody = anyDevice(request, 0, user, route);
        return new Change.Replace(live -> {
            List<Binding> known = live.stream().filter(ThirdPartyRegisterHandler::isIms).toList();
            return known.isEmpty() ? List.of(anybody) : known;
        });
    }

    /// @param doubt [Capabilities#PRESUMED] for a user who is being asked
    private Binding anyDevice(SipRequest request, long doubt, Msisdn user, String route) {
        return somewhere(
                new Capabilities(Capabilities.PAGER | doubt), lifetime(request), "", user, route);
    }

    private static boolean isIms(Binding binding) {
        return SipContact.way(binding) == SipContact.Way.IMS;
    }

    private static Learned known(Change change, RegisterOrder order) {
        return new Learned(change, order, false);
    }

    /// A user of whom only the S-CSCF is known stands for all of their devices.
    private Binding somewhere(
            Capabilities capabilities, long seconds, String features, Msisdn user, String route) {
        String id = "ims:" + route;
        return binding(
                new DeviceId(id.substring(0, Math.min(id.length(), DeviceId.MAX_LENGTH))),
                capabilities,
                seconds,
                features,
                user,
                route);
    }

    /// What a user answered to the question: their devices are as told, or there are none.
    private void told(CapabilityQuery.Told told) {
        Change change =
                switch (told) {
                    case CapabilityQuery.Told.Tags(var user, var contact, var route, var seconds) ->
                            new Change.Replace(
                                    List.of(
                                            somewhere(
                                                    contacts.capabilities(contact)
                                                            .from(Capabilities.Source.OPTIONS),
                                                    seconds,
                                                    DeviceContacts.features(contact),
                                                    user,
                                                    route)));
                    case CapabilityQuery.Told.NoRcs(var user, var route, var seconds) ->
                            new Change.Replace(
                                    List.of(
                                            somewhere(
                                                    Capabilities.NONE.from(
                                                            Capabilities.Source.OPTIONS),
                                                    seconds,
                                                    "",
                                                    user,
                                                    route)));
                    case CapabilityQuery.Told.Away _ -> new Change.UnbindAll();
                };
        center.register(update(told.user(), false, change, RegisterOrder.UNKNOWN), _ -> {});
    }

    /// A device in the S-CSCF's answer.
    ///
    /// @param own whether the embedded REGISTER is this device's
    /// @param told whether something is said about what it can do
    private record Listed(Binding binding, boolean own, boolean told) {

        /// What is not said stays as it was.
        Binding joined(List<Binding> live) {
            Optional<Binding> before =
                    own && told
                            ? Optional.empty()
                            : live.stream()
                                    .filter(b -> b.device().equals(binding.device()))
                                    .findFirst();
            return before.map(this::joined).orElse(binding);
        }

        private Binding joined(Binding before) {
            return new Binding(
                    binding.device(),
                    // its model and what it refused are known of another REGISTER than this one
                    told && !isSame(before) ? binding.capabilities() : before.capabilities(),
                    binding.registeredAtMs(),
                    binding.expiresAtMs(),
                    told ? binding.contact() : withFeaturesOf(before),
                    own ? binding.order() : before.order());
        }

        private boolean isSame(Binding before) {
            return !own
                    && SipContact.decode(binding.contact())
                            .features()
                            .equals(SipContact.decode(before.contact()).features());
        }

        private byte[] withFeaturesOf(Binding before) {
            SipContact now = SipContact.decode(binding.contact());
            return new SipContact(
                            now.way(),
                            now.uri(),
                            now.flow(),
                            SipContact.decode(before.contact()).features(),
                            now.route())
                    .encode();
        }
    }

    private List<Listed> listed(
            SipResponse ok,
            Optional<SipRequest> register,
            OptionalLong outer,
            Msisdn user,
            String route) {
        var asking = new LinkedHashMap<DeviceId, NameAddr>();
        register.ifPresent(r -> usable(r).forEach(c -> asking.put(DeviceContacts.device(c), c)));
        RegisterOrder order = register.map(DeviceContacts::order).orElse(RegisterOrder.UNKNOWN);
        Span userAgent = register.isEmpty() ? null : register.get().header(HeaderName.USER_AGENT);
        var devices = new LinkedHashMap<DeviceId, Listed>();
        for (NameAddr contact : usable(ok)) {
            long seconds = seconds(contact, outer, ok);
            if (seconds > 0) {
                DeviceId device = DeviceContacts.device(contact);
                NameAddr asked = asking.get(device);
                NameAddr telling =
                        asked == null || DeviceContacts.isTagged(contact) ? contact : asked;
                boolean own = asked != null;
                Binding binding =
                        binding(
                                device,
                                contacts.judged(
                                        contacts.capabilities(telling),
                                        telling,
                                        device,
                                        own ? userAgent : null),
                                seconds,
                                DeviceContacts.features(telling),
                                user,
                                route);
                devices.put(
                        device,
                        new Listed(
                                own ? binding.withOrder(order) : binding,
                                own,
                                own || DeviceContacts.isTagged(contact)));
            }
        }
        return List.copyOf(devices.values());
    }

    private static List<NameAddr> usable(SipMessage embedded) {
        return embedded.contacts().entries().stream().filter(DeviceContacts::isUsable).toList();
    }

    private long seconds(NameAddr contact, OptionalLong outer, SipMessage embedded) {
        return SipMessage.seconds(contact.params().get("expires"))
                .orElse(outer.orElse(embedded.expires().orElse(policy.defaultExpires())));
    }

    private List<Binding> bindings(
            SipRequest register, OptionalLong outer, Msisdn user, String route) {
        RegisterOrder order = DeviceContacts.order(register);
        var devices = new ArrayList<Binding>();
        Span userAgent = register.header(HeaderName.USER_AGENT);
        for (NameAddr contact : usable(register)) {
            // What the S-CSCF granted counts, not what the device asked for.
            long asked = seconds(contact, outer, register);
            long seconds = Math.min(asked, outer.orElse(asked));
            if (seconds > 0) {
                DeviceId device = DeviceContacts.device(contact);
                devices.add(
                        binding(
                                        device,
                                        contacts.judged(
                                                contacts.capabilities(contact),
                                                contact,
                                                device,
                                                userAgent),
                                        seconds,
                                        DeviceContacts.features(contact),
                                        user,
                                        route)
                                .withOrder(order));
            }
        }
        return DeviceContacts.oneEach(devices);
    }

    private Binding binding(
            DeviceId device,
            Capabilities capabilities,
            long seconds,
            String features,
            Msisdn user,
            String route) {
        long now = clock.millis();
        var contact =
                new SipContact(SipContact.Way.IMS, numbers.sip(user), "", features, List.of(route));
        return new Binding(device, capabilities, now, now + seconds * 1000, contact.encode());
    }

    /// The S-CSCF, as its own Contact names it.
    private static String route(SipRequest request) {
        List<NameAddr> own = request.contacts().entries();
        String uri =
                own.isEmpty() ? request.from().uri().toString() : own.getFirst().uri().toString();
        return "<" + (uri.toLowerCase(Locale.ROOT).contains(";lr") ? uri : uri + ";lr") + ">";
    }

    /// The empty line that ends the header fields often falls to the boundary behind it.
    private static SipParse parsed(byte[] embedded) {
        var parser = new SipParser(SipLimits.DEFAULTS);
        SipParse first = parser.parseDatagram(embedded);
        if (!(first instanceof Malformed)) {
            return first;
        }
        byte[] ended = Arrays.copyOf(embedded, embedded.length + END.length);
        System.arraycopy(END, 0, ended, embedded.length, END.length);
        return parser.parseDatagram(ended);
    }

    /// The body, or the parts it is made of.
    private record Body(MediaType type, ByteSlice content) {}

    private static List<Body> bodies(SipRequest request) {
        Span header = request.header(HeaderName.CONTENT_TYPE);
        if (header == null) {
            return List.of();
        }
        MediaType type = MediaType.parse(header.unfolded());
        ByteSlice content = request.body().slice();
        if (!type.isMultipart()) {
            return List.of(new Body(type, content));
        }
        return Multipart.leaves(type, content, MultipartLimits.DEFAULT).toOptional().stream()
                .flatMap(List::stream)
                .map(part -> new Body(part.contentType(), part.content()))
                .toList();
    }
}
