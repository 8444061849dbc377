package org.fivegmc.sip.session;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.dialog.OutgoingInvite;
import org.fivegmc.sip.exchange.Requests;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.sip.pager.ApplicationTags;
import org.fivegmc.sip.identity.TrustedPeers;
import org.fivegmc.sip.pager.EdgeHeaders;
import org.fivegmc.sip.pager.ChatbotTags;
import org.fivegmc.sip.pager.PagerBodies;
import org.fivegmc.sip.registrar.SipContact;
import org.fivegmc.wire.rcs.FeatureTags;

/// Writes the INVITE by which a message reaches a device. Immutable.
final class Invitations {
    private static final String ANONYMOUS = "\"Anonymous\" <" + PagerBodies.ANONYMOUS + ">";

    private final SessionSettings settings;
    private final HomeNumbers numbers;

    Invitations(SessionSettings settings) {
        this.settings = settings;
        this.numbers = settings.numbers();
    }

    /// @param offer our SDP
    OutgoingInvite invite(SessionKind kind, Message message, Binding device, byte[] offer) {
        byte[] kept = message.payload().edgeHeaders();
        boolean hidden = EdgeHeaders.hidesSender(message);
        boolean deferred =
                settings.deferred() == SessionSettings.Deferred.STORE_AND_FORWARD
                        && kind == SessionKind.CHAT
                        && isDeferred(message, device);
        SipContact.Reach contact = SipContact.reach(device.contact());
        boolean ims = contact.way() == SipContact.Way.IMS;
        String tags = FeatureTags.of(kind.service()).text();
        String storeAndForward = "<sip:rcse-standfw@" + numbers.domain() + ">";
        String from = deferred ? storeAndForward : hidden ? ANONYMOUS : bracketed(message.sender());
        Consumer<OutgoingRequest.Builder> headers =
                builder -> {
                    if (deferred) {
                        builder.header(HeaderName.P_ASSERTED_IDENTITY, storeAndForward)
                                .header(
                                        HeaderName.REFERRED_BY,
                                        hidden ? "<" + PagerBodies.ANONYMOUS + ">" : tel(message));
                    } else if (!hidden || ims) {
                        builder.header(HeaderName.P_ASSERTED_IDENTITY, asserted(message.sender()));
                    }
                    builder.header(HeaderName.P_ASSERTED_SERVICE, kind.service().identifier())
                            .header(HeaderName.ACCEPT_CONTACT, acceptContact(tags, device, ims));
                    if (kind == SessionKind.LARGE) {
                        ApplicationTags.acceptContact(message)
                                .ifPresent(
                                        value -> builder.header(HeaderName.ACCEPT_CONTACT, value));
                    }
                    ChatbotTags.acceptContact(message, kind.mode())
                            .ifPresent(value -> builder.header(HeaderName.ACCEPT_CONTACT, value));
                    builder.rawHeaders(EdgeHeaders.fields(kept));
                };
        String next = contact.route().isEmpty() ? contact.uri() : contact.route().getFirst();
        var target =
                new OutgoingInvite.Device(
                        contact.uri(),
                        contact.route(),
                        new Requests.NextHop(unbracketed(next), contact.flow()),
                        _ -> {});
        return new OutgoingInvite(
                message.recipient(),
                from,
                bracketed(message.recipient()),
                List.of(target),
                features(kind, message.sender()),
                headers,
                OutgoingInvite.OfferBody.sdp(offer),
                settings.ringMs());
    }

    /// What our Contact says. Whether messages can be taken back is told to who is called in a chat
    /// as it is to who calls (RCC.07 section 3.2.3.8).
    private String features(SessionKind kind, UserAddress sender) {
        FeatureTags tags =
                kind == SessionKind.CHAT && settings.design() == SessionSettings.Design.CLIENT
                        ? FeatureTags.of(kind.service(), settings.design().tag())
                        : FeatureTags.of(kind.service());
        return ChatbotTags.of(sender, tags).text();
    }

    /// Whether the device was not there when the message was accepted.
    static boolean isDeferred(Message message, Binding device) {
        return message.startsAtMs() < device.registeredAtMs();
    }

    /// Whether a device speaks TLS to us, so that its media should be as safe as its signalling.
    static boolean isSecure(Binding device) {
        String uri = SipContact.reach(device.contact()).uri().toLowerCase(Locale.ROOT);
        return uri.startsWith("sips:") || uri.contains("transport=tls");
    }

    /// Where a device may have us connect to: to where it has registered from, to a relay of the
    /// operator's, or anywhere behind a trusted S-CSCF. Else it could have us knock at any door of
    /// the operator's network.
    static Predicate<InetAddress> mayConnect(Binding device, TrustedPeers relays) {
        SipContact.Reach contact = SipContact.reach(device.contact());
        if (contact.way() == SipContact.Way.IMS) {
            return _ -> true;
        }
        String[] flow = contact.flow().split(" ", -1);
        return address ->
                flow.length > 1 && address.getHostAddress().equals(flow[1])
                        || relays.contains(address);
    }

    /// Behind an S-CSCF the instance picks the device out of the user's several (RCC.07 section
    /// 2.11).
    private static String acceptContact(String tags, Binding device, boolean ims) {
        return ims && device.device().value().startsWith("urn:")
                ? "*"
                        + tags
                        + ";+sip.instance=\"<"
                        + device.device().value()
                        + ">\";require;explicit"
                : "*" + tags;
    }

    private String bracketed(UserAddress user) {
        return "<" + (user instanceof Msisdn number ? numbers.sip(number) : user) + ">";
    }

    private String asserted(UserAddress user) {
        return user instanceof Msisdn number
                ? bracketed(user) + ", <" + numbers.tel(number) + ">"
                : bracketed(user);
    }

    private String tel(Message message) {
        return message.sender() instanceof Msisdn number
                ? "<" + numbers.tel(number) + ">"
                : bracketed(message.sender());
    }

    private static String unbracketed(String hop) {
        return hop.startsWith("<") ? hop.substring(1, hop.length() - 1) : hop;
    }
}
