package org.fivegmc.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.dialog.HopTargets;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.transaction.Target;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipTransport;

/// Chooses between the flow a device registered over and its address:
///
/// | registered over | sent to |
/// |---|---|
/// | a connection that is open | that connection (RFC 5626) |
/// | a connection that is gone, contact names the address it came from and TCP or TLS | the contact, by a new connection |
/// | a connection that is gone, contact names anything else | nothing: the flow is dead |
/// | UDP, contact names the address it came from | the contact |
/// | UDP, contact names another address: a NAT | the address it came from (RFC 3581) |
final class FlowTargets implements HopTargets {

    /// How flows of datagrams begin; see [FlowTable#name].
    private static final String DATAGRAMS = SipTransport.UDP + " ";

    private final FlowTable flows;

    FlowTargets(FlowTable flows) {
        this.flows = flows;
    }

    /// Whether a next hop is a device that registered over a connection.
    static boolean isOverConnection(NextHop to) {
        return !to.flow().isEmpty() && !to.flow().startsWith(DATAGRAMS);
    }

    @Override
    public Optional<Target> to(NextHop to) {
        if (!isOverConnection(to)) {
            return Optional.of(target(to));
        }
        Optional<Flow> flow = flows.open(to.flow());
        if (flow.isPresent()) {
            return Optional.of(new Target.ByFlow(flow.get()));
        }
        return isOwnAddress(to) ? Optional.of(new Target.ToUri(to.uri())) : Optional.empty();
    }

    /// The contact of a device whose connection is gone is followed only to where the device was
    /// seen: elsewhere it could be anybody.
    private static boolean isOwnAddress(NextHop to) {
        String[] parts = to.flow().split(" ", -1);
        Uri contact = Uri.parse(to.uri());
        try {
            return parts.length > 2
                    && contact != null
                    && takesConnections(contact)
                    && names(contact, parts[1], InetAddress.ofLiteral(parts[1]));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// A datagram to a device that registered over a connection would only be waited for in vain.
    private static boolean takesConnections(Uri contact) {
        if (contact.isSips()) {
            return true;
        }
        Span transport = contact.isSip() ? contact.params().get("transport") : null;
        return transport != null && !transport.equalsIgnoreCase("udp");
    }

    private static Target target(NextHop to) {
        if (to.flow().isEmpty()) {
            return new Target.ToUri(to.uri());
        }
        int port = to.flow().indexOf(' ', DATAGRAMS.length());
        if (port < 0) {
            return new Target.ToUri(to.uri());
        }
        String address = to.flow().substring(DATAGRAMS.length(), port);
        try {
            InetAddress source = InetAddress.ofLiteral(address);
            Uri contact = Uri.parse(to.uri());
            if (contact == null || !names(contact, address, source)) {
                return new Target.ToAddress(
                        SipTransport.UDP,
                        new InetSocketAddress(
                                source,
                                Integer.parseInt(to.flow(), port + 1, to.flow().length(), 10)));
            }
            return byDatagram(contact)
                    ? new Target.ToAddress(
                            SipTransport.UDP,
                            new InetSocketAddress(
                                    source,
                                    contact.port() < 0
                                            ? SipTransport.UDP.defaultPort()
                                            : contact.port()))
                    : new Target.ToUri(to.uri());
        } catch (IllegalArgumentException _) {
            return new Target.ToUri(to.uri());
        }
    }

    /// Whether a contact that names a numeric host is reached by UDP, so that there is nothing to
    /// look up (RFC 3263 section 4.1).
    private static boolean byDatagram(Uri contact) {
        Span transport = contact.params().get("transport");
        return !contact.isSips() && (transport == null || transport.equalsIgnoreCase("udp"));
    }

    private static boolean names(Uri contact, String address, InetAddress source) {
        return contact.isSip() && (contact.host().contentEquals(address) || contact.isAt(source));
    }
}
