package org.fivegmc.sip;

import org.fivegmc.sip.exchange.Requests;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.transaction.ClientOutcome;
import org.fivegmc.sip.transaction.SipStack;
import org.fivegmc.sip.transaction.Target;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipTransport;

/// Sends through the stack, choosing between the flow a device registered over and its address:
///
/// | registered over | sent to |
/// |---|---|
/// | a connection that is open | that connection (RFC 5626) |
/// | a connection that is gone, contact names the address it came from and TCP or TLS | the contact, by a new connection; if that fails the flow is dead |
/// | a connection that is gone, contact names anything else | nothing: the flow is dead |
/// | UDP, contact names the address it came from | the contact |
/// | UDP, contact names another address: a NAT | the address it came from (RFC 3581) |
final class StackRequests implements Requests {

    /// How flows of datagrams begin; see [FlowTable#name].
    private static final String DATAGRAMS = SipTransport.UDP + " ";

    private final SipStack stack;
    private final FlowTable flows;

    StackRequests(SipStack stack, FlowTable flows) {
        this.stack = stack;
        this.flows = flows;
    }

    @Override
    public void send(OutgoingRequest request, NextHop to, Consumer<Outcome> done) {
        if (to.flow().isEmpty() || to.flow().startsWith(DATAGRAMS)) {
            stack.send(request, target(to), outcome -> done.accept(told(outcome)));
            return;
        }
        Optional<Flow> flow = flows.open(to.flow());
        if (flow.isPresent()) {
            stack.send(
                    request, new Target.ByFlow(flow.get()), outcome -> done.accept(told(outcome)));
        } else if (isOwnAddress(to)) {
            stack.send(
                    request,
                    new Target.ToUri(to.uri()),
                    outcome -> done.accept(dead(told(outcome))));
        } else {
            done.accept(new Outcome.FlowGone("its connection is closed"));
        }
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

    private static Outcome dead(Outcome outcome) {
        return outcome instanceof Outcome.NotSent(String cause)
                ? new Outcome.FlowGone("its connection is closed, and: " + cause)
                : outcome;
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

    /// Whether a contact's host is that address, however it is written; names are not looked up.
    private static boolean names(Uri contact, String address, InetAddress source) {
        if (!contact.isSip()) {
            return false;
        }
        Span host = contact.host();
        if (host.contentEquals(address)) {
            return true;
        }
        boolean v6 = !host.isEmpty() && host.byteAt(0) == '[';
        if (!v6 && !isDottedDecimal(host)) {
            return false;
        }
        String text = host.toString();
        return InetAddress.ofLiteral(v6 ? text.substring(1, text.length() - 1) : text)
                .equals(source);
    }

    private static boolean isDottedDecimal(Span host) {
        for (int i = 0; i < host.length(); i++) {
            byte b = host.byteAt(i);
            if (b != '.' && (b < '0' || b > '9')) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    private static Outcome told(ClientOutcome outcome) {
        return switch (outcome) {
            case ClientOutcome.Response(SipResponse response) ->
                    new Outcome.Answered(
                            response.status(),
                            response.reason().toString(),
                            SipMessage.seconds(response.header(HeaderName.RETRY_AFTER)).orElse(0),
                            response.contacts().entries());
            case ClientOutcome.TimedOut() -> new Outcome.NoAnswer();
            case ClientOutcome.TransportFailed(var reason) -> new Outcome.NotSent(reason);
            case ClientOutcome.TooLarge(var reason) -> new Outcome.TooLarge(reason);
        };
    }
}
