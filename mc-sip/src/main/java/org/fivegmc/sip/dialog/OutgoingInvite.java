package org.fivegmc.sip.dialog;

import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.exchange.Requests.NextHop;

/// An INVITE to send.
///
/// @param user whom the limit per user counts it for
/// @param from our From, without a tag
/// @param to To
/// @param devices the user's devices, which ring at once; one at least
/// @param features parameters of our Contact, beginning with `;`; may be empty
/// @param headers adds fields to each request: not those of the dialog, of session timers or of the
///   body. Called again for each try
/// @param body what is sent
/// @param ringMs after what time without an answer it is cancelled, in milliseconds
public record OutgoingInvite(
        UserAddress user,
        String from,
        String to,
        List<Device> devices,
        String features,
        Consumer<OutgoingRequest.Builder> headers,
        OfferBody body,
        int ringMs) {
    public OutgoingInvite {
        devices = List.copyOf(devices);
        if (devices.isEmpty() || ringMs <= 0) {
            throw new IllegalArgumentException("a device and a time to ring");
        }
    }

    /// One device to ring.
    ///
    /// @param uri Request-URI
    /// @param route values of Route, in order
    /// @param hop where it is sent first
    /// @param headers adds fields to the request to this device
    public record Device(
            String uri,
            List<String> route,
            NextHop hop,
            Consumer<OutgoingRequest.Builder> headers) {
        public Device {
            route = List.copyOf(route);
        }
    }

    /// A body with an offer.
    ///
    /// @param contentType its type
    /// @param octets handed over: not changed by the caller afterwards
    /// @param sdp the offer in it, which refreshes repeat; the octets themselves when they are
    ///   nothing but SDP
    public record OfferBody(String contentType, byte[] octets, byte[] sdp) {
        /// Nothing but SDP.
        public static OfferBody sdp(byte[] sdp) {
            return new OfferBody("application/sdp", sdp, sdp);
        }
    }
}
