package org.fivegmc.sip.registrar;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegistrationResult;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;

/// Learns registrations from an S-CSCF (TS 24.229 section 5.4.1.7): its own REGISTER says that the
/// user is there, the messages embedded in its body say with which devices and what these can do.
/// The embedded 200 OK is the best source, since it lists every device of the user.
///
/// Devices learned so are reached through the S-CSCF. Called on event loops.
public final class ThirdPartyRegisterHandler {

    private final MessageCenter center;
    private final HomeNumbers numbers;
    private final RegistrarPolicy policy;
    private final DeviceContacts contacts;
    private final InstantSource clock;

    public ThirdPartyRegisterHandler(
            MessageCenter center,
            HomeNumbers numbers,
            RegistrarPolicy policy,
            InstantSource clock) {
        this.center = center;
        this.numbers = numbers;
        this.policy = policy;
        this.contacts = new DeviceContacts(policy.untaggedTakesText());
        this.clock = clock;
    }

    /// Whether a REGISTER from a trusted peer is one on behalf of somebody: From is not the user
    /// whom To names, or it carries the user's own REGISTER.
    public boolean isThirdParty(SipRequest request) {
        Span type = request.contentType();
        if (type.equalsIgnoreCase("message/sip")
                || type.equalsIgnoreCase("application/3gpp-ims+xml")) {
            return true;
        }
        Optional<Msisdn> from = numbers.number(request.from());
        return from.isEmpty() || !from.equals(numbers.number(request.to()));
    }

    public void onRegister(Incoming in) {
        SipRequest request = in.request();
        Optional<Msisdn> user = numbers.number(request.to());
        if (user.isEmpty()) {
            in.reply(Refusals.warning(404, "To is not a telephone number"));
            return;
        }
        center.register(
                new RegistrationUpdate(
                        user.get(), policy.createUnknown(), change(request, user.get())),
                result -> in.reply(answer(result)));
    }

    private static SipReply answer(RegistrationResult result) {
        return switch (result) {
            case RegistrationResult.Registered _ -> SipReply.of(200);
            case RegistrationResult.UnknownUser() ->
                    Refusals.warning(403, "the number is not a subscriber");
            case RegistrationResult.TooManyBindings(var limit) ->
                    Refusals.warning(403, "more than " + limit + " devices");
            case RegistrationResult.Unavailable(var reason) -> Refusals.of(reason);
        };
    }

    private Change change(SipRequest request, Msisdn user) {
        OptionalLong outer = request.expires();
        Optional<SipRequest> register = Optional.empty();
        Optional<SipResponse> ok = Optional.empty();
        for (byte[] embedded : embeddedMessages(request)) {
            switch (new SipParser(SipLimits.DEFAULTS).parseDatagram(embedded)) {
                case SipRequest r -> register = Optional.of(r);
                case SipResponse r -> ok = Optional.of(r);
                default -> {}
            }
        }
        String route = route(request);
        if (ok.isPresent()) {
            return new Change.Replace(bindings(ok.get(), outer, user, route));
        }
        boolean gone = outer.isPresent() && outer.getAsLong() == 0;
        if (register.isPresent()) {
            List<Binding> devices = bindings(register.get(), outer, user, route);
            if (!devices.isEmpty()) {
                return new Change.Bind(devices);
            }
            List<DeviceId> left =
                    register.get().contacts().entries().stream()
                            .map(DeviceContacts::device)
                            .toList();
            return left.isEmpty() || register.get().contacts().star()
                    ? new Change.UnbindAll()
                    : new Change.Unbind(left);
        }
        if (gone) {
            return new Change.UnbindAll();
        }
        // Nothing embedded: the filter that sent this only matches users of standalone messaging.
        long seconds = outer.orElse(policy.defaultExpires());
        return new Change.Replace(
                List.of(
                        binding(
                                new DeviceId("ims:" + route),
                                new Capabilities(Capabilities.PAGER),
                                seconds,
                                "",
                                user,
                                route)));
    }

    private List<Binding> bindings(
            SipMessage embedded, OptionalLong outer, Msisdn user, String route) {
        var devices = new ArrayList<Binding>();
        for (NameAddr contact : embedded.contacts().entries()) {
            long seconds =
                    SipMessage.seconds(contact.params().get("expires"))
                            .orElse(outer.orElse(embedded.expires().orElse(0)));
            // What the S-CSCF granted counts, not what the device asked for.
            if (embedded instanceof SipRequest && outer.isPresent()) {
                seconds = Math.min(seconds, outer.getAsLong());
            }
            if (seconds > 0) {
                devices.add(
                        binding(
                                DeviceContacts.device(contact),
                                contacts.capabilities(contact),
                                seconds,
                                DeviceContacts.features(contact),
                                user,
                                route));
            }
        }
        return devices;
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

    private static List<byte[]> embeddedMessages(SipRequest request) {
        Span header = request.header(HeaderName.CONTENT_TYPE);
        if (header == null) {
            return List.of();
        }
        MediaType type = MediaType.parse(header.unfolded());
        if (type.is("message/sip")) {
            return List.of(request.body().toByteArray());
        }
        var found = new ArrayList<byte[]>();
        if (type.isMultipart()
                && Multipart.leaves(type, request.body().slice(), MultipartLimits.DEFAULT)
                        instanceof Parse.Parsed<List<MimePart>>(var parts)) {
            for (MimePart part : parts) {
                if (part.contentType().is("message/sip")) {
                    found.add(part.content().toByteArray());
                }
            }
        }
        return found;
    }
}
