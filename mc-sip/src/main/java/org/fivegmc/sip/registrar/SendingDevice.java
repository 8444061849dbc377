package org.fivegmc.sip.registrar;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Origin;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.codec.Via;
import org.jspecify.annotations.Nullable;

/// Which of a user's devices has sent a request, by the first of these that exactly one device
/// answers to:
///
/// | what the request has | the device that |
/// |---|---|
/// | a Contact, as of an INVITE | has this `+sip.instance`, or registered this Contact |
/// | a connection or address pair that it came over straight | registered over it |
/// | a last Via, which is the device's own | registered a Contact with its host and port |
///
/// A MESSAGE has no Contact (RFC 3428 section 4), so that behind an S-CSCF, which is where a device
/// registered there is known to be, a device is not told from the others of its user. Immutable.
///
/// @param id what the Contact says; empty for none
/// @param flow what it came over, as [SipContact#flow()]; empty when others stand between
/// @param place host and port of the last Via, in lower case; empty for none
public record SendingDevice(Optional<DeviceId> id, String flow, String place) implements Origin {

    private static final int DEFAULT_PORT = 5060;

    /// @param flow what the request came over, as [SipContact#flow()]; empty for unknown
    public static SendingDevice of(SipRequest request, String flow) {
        List<NameAddr> contacts = request.contacts().entries();
        List<Span> vias = request.values(HeaderName.VIA);
        Via last = vias.isEmpty() ? null : Via.parse(vias.getLast());
        return new SendingDevice(
                contacts.isEmpty()
                        ? Optional.empty()
                        : Optional.of(DeviceContacts.device(contacts.getFirst())),
                vias.size() == 1 ? flow : "",
                last == null ? "" : place(last.host(), last.port()));
    }

    /// A device that is known.
    public static SendingDevice of(DeviceId device) {
        return new SendingDevice(Optional.of(device), "", "");
    }

    @Override
    public Optional<DeviceId> among(List<Binding> devices) {
        if (id.isPresent()) {
            Optional<DeviceId> named = only(devices, device -> device.device().equals(id.get()));
            if (named.isPresent()) {
                return named;
            }
        }
        Optional<DeviceId> reached = only(devices, device -> isReachedOverFlow(reach(device)));
        return reached.isPresent() ? reached : only(devices, device -> isAt(reach(device)));
    }

    private static Optional<DeviceId> only(List<Binding> devices, Predicate<Binding> is) {
        List<DeviceId> found = devices.stream().filter(is).map(Binding::device).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// Null for a contact that can't be read.
    private static SipContact.@Nullable Reach reach(Binding device) {
        try {
            return SipContact.reach(device.contact());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private boolean isReachedOverFlow(SipContact.@Nullable Reach reach) {
        return reach != null && !flow.isEmpty() && reach.flow().equals(flow);
    }

    /// What an S-CSCF has registered has the user's identity for a Request-URI, not a place.
    private boolean isAt(SipContact.@Nullable Reach reach) {
        if (reach == null || place.isEmpty() || reach.way() != SipContact.Way.DIRECT) {
            return false;
        }
        Uri uri = Uri.parse(reach.uri());
        return uri != null && uri.isSip() && place(uri.host(), uri.port()).equals(place);
    }

    private static String place(Span host, int port) {
        return host.toString().toLowerCase(Locale.ROOT) + ":" + (port < 0 ? DEFAULT_PORT : port);
    }
}
