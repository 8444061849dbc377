package org.fivegmc.sip;

import org.fivegmc.sip.exchange.Requests;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
import org.jspecify.annotations.Nullable;

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

    private final SipStack stack;
    private final FlowTable flows;

    StackRequests(SipStack stack, FlowTable flows) {
        this.stack = stack;
        this.flows = flows;
    }

    @Override
    public void send(OutgoingRequest request, NextHop to, Consumer<Outcome> done) {
        String[] parts = to.flow().split(" ", -1);
        if (parts.length < 3 || parts[0].equals(SipTransport.UDP.toString())) {
            stack.send(request, target(to, parts), outcome -> done.accept(told(outcome)));
            return;
        }
        Optional<Flow> flow = flows.open(to.flow());
        if (flow.isPresent()) {
            stack.send(
                    request, new Target.ByFlow(flow.get()), outcome -> done.accept(told(outcome)));
        } else if (isOwnAddress(to, parts[1])) {
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
    private static boolean isOwnAddress(NextHop to, String source) {
        Uri contact = Uri.parse(to.uri());
        try {
            return contact != null
                    && takesConnections(contact)
                    && names(contact, InetAddress.getByName(source));
        } catch (UnknownHostException _) {
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

    private static Target target(NextHop to, String[] parts) {
        if (parts.length < 3) {
            return new Target.ToUri(to.uri());
        }
        try {
            InetAddress source = InetAddress.getByName(parts[1]);
            return names(Uri.parse(to.uri()), source)
                    ? new Target.ToUri(to.uri())
                    : new Target.ToAddress(
                            SipTransport.UDP,
                            new InetSocketAddress(source, Integer.parseInt(parts[2])));
        } catch (UnknownHostException | NumberFormatException _) {
            return new Target.ToUri(to.uri());
        }
    }

    /// Whether a contact's host is that address, however it is written; names are not looked up.
    private static boolean names(@Nullable Uri contact, InetAddress source)
            throws UnknownHostException {
        if (contact == null || !contact.isSip()) {
            return false;
        }
        String host = contact.host().toString();
        boolean numeric = host.startsWith("[") || host.matches("[0-9.]+");
        return numeric && InetAddress.getByName(host).equals(source);
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
