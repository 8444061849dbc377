package org.fivegmc.sip.dialog;

import java.util.List;
import java.util.Locale;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.transaction.Target;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.Transports;

/// Where peers send what belongs to a session: the address Via tells of a flow, with the flow's
/// transport. Immutable.
record OwnContacts(List<ListenerConfig> listeners) {
    OwnContacts {
        listeners = List.copyOf(listeners);
    }

    /// The URI for a peer at the other end of a flow.
    static String of(Flow flow) {
        String via = flow.viaSentBy();
        return uri(via.substring(via.lastIndexOf(' ') + 1), flow.transport());
    }

    /// The URI for a peer that a request will reach by this.
    String of(Target target) {
        return switch (target) {
            case Target.ByFlow(Flow flow) -> of(flow);
            case Target.ToAddress to -> of(to.transport());
            case Target.ToUri(String uri) -> of(transport(uri));
        };
    }

    private static SipTransport transport(String target) {
        Uri uri = Uri.parse(target);
        Span named = uri == null || !uri.isSip() ? null : uri.params().get("transport");
        if (uri != null && uri.isSips()) {
            return SipTransport.TLS;
        }
        if (named == null) {
            return SipTransport.UDP;
        }
        return named.equalsIgnoreCase("tls")
                ? SipTransport.TLS
                : named.equalsIgnoreCase("tcp") ? SipTransport.TCP : SipTransport.UDP;
    }

    /// By the first listener of the transport, else by the first of all: a peer can reach that.
    private String of(SipTransport transport) {
        ListenerConfig listener =
                listeners.stream()
                        .filter(l -> l.transport() == transport)
                        .findFirst()
                        .orElseGet(listeners::getFirst);
        return uri(
                listener.advertised().isEmpty()
                        ? Transports.hostPort(listener.bind())
                        : listener.advertised(),
                listener.transport());
    }

    private static String uri(String hostPort, SipTransport transport) {
        return transport == SipTransport.UDP
                ? "sip:" + hostPort
                : "sip:" + hostPort + ";transport=" + transport.name().toLowerCase(Locale.ROOT);
    }

    /// The URI of a peer's Contact if requests can be sent to it, or empty.
    static String target(NameAddr contact) {
        String uri = contact.uri().raw().toString();
        return contact.uri().isSip()
                        && contact.uri().headers() == null
                        && OutgoingRequest.isWritable(uri)
                ? uri
                : "";
    }
}
