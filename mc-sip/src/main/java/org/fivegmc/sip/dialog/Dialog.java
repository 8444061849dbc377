package org.fivegmc.sip.dialog;

import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.transaction.Target;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipTransport;
import org.jspecify.annotations.Nullable;

/// What both ends of a dialog keep (RFC 3261 section 12): who they are, the way, the numbers.
/// Confined to the loop of its session.
///
/// Where a request goes:
///
/// | route set | the peer's flow | target |
/// |---|---|---|
/// | not empty | | the first route |
/// | empty | older than the registration of the peer's device, or gone while that leads somewhere | where that leads |
/// | empty | a connection that is open | that connection |
/// | empty | UDP, remote target names another address: a NAT | the address the peer was seen at (RFC 3581) |
/// | empty | gone, or UDP | the remote target, resolved anew |
final class Dialog {
    private final DialogKey key;
    private final String remoteTag;

    /// Our From without its tag.
    private final String local;

    /// The peer's To with its tag.
    private final String remote;

    private final RouteSet routes;

    /// The value of our Contact.
    private String contact;

    private String target;
    private FlowRef flow;

    /// When the peer was seen there, in milliseconds of the loop.
    private long seenAtMs;

    /// Where the peer has registered since, if that is no flow.
    private @Nullable Target moved;

    private long localSequence;
    private long remoteSequence;

    private Dialog(
            DialogKey key,
            String remoteTag,
            String local,
            String remote,
            RouteSet routes,
            String contact,
            String target,
            FlowRef flow,
            long nowMs,
            long localSequence,
            long remoteSequence) {
        this.key = key;
        this.remoteTag = remoteTag;
        this.local = local;
        this.remote = remote;
        this.routes = routes;
        this.contact = contact;
        this.target = target;
        this.flow = flow;
        this.seenAtMs = nowMs;
        this.localSequence = localSequence;
        this.remoteSequence = remoteSequence;
    }

    /// The dialog of an INVITE that was received.
    ///
    /// @param target the peer's Contact
    static Dialog ofInvite(
            SipRequest invite,
            String localTag,
            String target,
            Flow flow,
            long nowMs,
            String contact) {
        return new Dialog(
                new DialogKey(invite.callId().toString(), localTag),
                tag(invite.from()),
                text(invite.to()),
                text(invite.from()),
                RouteSet.recorded(invite, false),
                contact,
                target,
                FlowRef.of(flow),
                nowMs,
                0,
                invite.cSeq().number());
    }

    /// The dialog of a 2xx to an INVITE of ours.
    ///
    /// @param local our From without its tag
    /// @param invited the Request-URI, for an answer without Contact
    static Dialog ofAnswer(
            SipResponse answer,
            DialogKey key,
            String local,
            String invited,
            FlowRef flow,
            long nowMs,
            String contact) {
        String target = contactOf(answer);
        return new Dialog(
                key,
                tag(answer.to()),
                local,
                text(answer.to()),
                RouteSet.recorded(answer, true),
                contact,
                target.isEmpty() ? invited : target,
                flow,
                nowMs,
                answer.cSeq().number(),
                -1);
    }

    /// The URI of the only Contact if requests can be sent to it, or empty.
    static String contactOf(SipMessage message) {
        NameAddr contact = message.nameAddr(HeaderName.CONTACT);
        return contact == null ? "" : OwnContacts.target(contact);
    }

    /// Whether what a peer wrote can be written by us byte for byte: nothing in it breaks a header.
    static boolean isRepeatable(Span value) {
        for (int i = 0; i < value.length(); i++) {
            byte b = value.byteAt(i);
            if (b >= 0 && b < ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /// An address as it stands in a message, on one line, without what would break a header.
    static String text(NameAddr address) {
        String text = address.raw().unfolded();
        return text.chars().anyMatch(Character::isISOControl)
                ? text.replaceAll("\\p{Cntrl}", " ")
                : text;
    }

    static String tag(NameAddr address) {
        Span tag = address.tag();
        return tag == null ? "" : tag.toString();
    }

    DialogKey key() {
        return key;
    }

    /// The value of our Contact.
    String contact() {
        return contact;
    }

    /// What this side can do is known now.
    ///
    /// @param features parameters of our Contact, beginning with `;`; may be empty
    void features(String features) {
        contact = contact + features;
    }

    /// Whether a request comes from the other end.
    boolean isFromPeer(SipRequest request) {
        return remoteTag.equals(tag(request.from()));
    }

    /// Takes the number of a request of the peer, if it is in order (RFC 3261 section 12.2.2).
    boolean advance(SipRequest request) {
        long number = request.cSeq().number();
        if (number <= remoteSequence) {
            return false;
        }
        remoteSequence = number;
        return true;
    }

    /// The peer is where this message came from and says (RFC 3261 sections 12.2.1.2, 12.2.2).
    void refreshTarget(SipMessage message) {
        String refreshed = contactOf(message);
        if (!refreshed.isEmpty()) {
            target = refreshed;
        }
    }

    /// The peer was seen on a flow.
    void seenOn(Flow now, long nowMs) {
        if (routes.isEmpty()) {
            flow = FlowRef.of(now);
            seenAtMs = nowMs;
            moved = null;
        }
    }

    /// Whether the peer is followed when it registers elsewhere: proxies would know themselves.
    boolean follows() {
        return routes.isEmpty();
    }

    /// How long ago a registration may be that counts for more than what is known here: any, when
    /// the peer's flow is gone.
    long registeredWithinMs(long nowMs) {
        return moved == null && flow.open() == null ? Long.MAX_VALUE : nowMs - seenAtMs;
    }

    /// The device of the peer has registered there.
    void registeredAt(Target there) {
        if (there instanceof Target.ByFlow(Flow registered)) {
            flow = FlowRef.of(registered);
            moved = null;
        } else {
            moved = there;
        }
    }

    /// The flow did not take a request: the remote target is resolved from now on.
    void flowFailed() {
        flow = FlowRef.NONE;
        moved = null;
    }

    /// The next request of a method.
    OutgoingRequest.Builder next(SipMethod method) {
        return request(method, ++localSequence);
    }

    /// The ACK to a 2xx.
    ///
    /// @param sequence that of the INVITE
    OutgoingRequest ack(long sequence) {
        return request(SipMethod.ACK, sequence).build();
    }

    private OutgoingRequest.Builder request(SipMethod method, long sequence) {
        OutgoingRequest.Builder builder =
                OutgoingRequest.builder(method, routes.requestUri(target))
                        .from(local, key.localTag())
                        .header(HeaderName.TO, remote)
                        .callId(key.callId())
                        .cSeq(sequence);
        for (String route : routes.routes(target)) {
            builder.header(HeaderName.ROUTE, route);
        }
        return builder;
    }

    /// Where the next request goes.
    Target target() {
        if (!routes.isEmpty()) {
            return new Target.ToUri(routes.nextHop(target));
        }
        Target there = moved;
        if (there != null) {
            return there;
        }
        Flow open = flow.open();
        if (open == null) {
            return new Target.ToUri(target);
        }
        if (open.transport().isReliable()) {
            return new Target.ByFlow(open);
        }
        Uri uri = Uri.parse(target);
        return uri != null && uri.isAt(open.remote().getAddress())
                ? new Target.ToUri(target)
                : new Target.ToAddress(SipTransport.UDP, open.remote());
    }
}
