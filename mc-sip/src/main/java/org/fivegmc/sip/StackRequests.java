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
/// | a connection that is gone | the contact, which may lead somewhere or not |
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
        stack.send(request, target(to), outcome -> done.accept(told(outcome)));
    }

    private Target target(NextHop to) {
        if (to.flow().isEmpty()) {
            return new Target.ToUri(to.uri());
        }
        String[] parts = to.flow().split(" ", -1);
        if (!parts[0].equals(SipTransport.UDP.toString())) {
            Optional<Flow> flow = flows.open(to.flow());
            return flow.<Target>map(Target.ByFlow::new).orElseGet(() -> new Target.ToUri(to.uri()));
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
        };
    }
}
