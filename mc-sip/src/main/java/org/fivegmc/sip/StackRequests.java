package org.fivegmc.sip;

import org.fivegmc.sip.exchange.Requests;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.transaction.ClientOutcome;
import org.fivegmc.sip.transaction.SipStack;
import org.fivegmc.sip.transaction.Target;

/// Sends through the stack to where [FlowTargets] says. When a device's connection is gone and
/// nothing else leads to it, or that fails too, its flow is dead.
final class StackRequests implements Requests {

    private final SipStack stack;
    private final FlowTargets targets;

    StackRequests(SipStack stack, FlowTargets targets) {
        this.stack = stack;
        this.targets = targets;
    }

    @Override
    public void send(OutgoingRequest request, NextHop to, Consumer<Outcome> done) {
        Optional<Target> target = targets.to(to);
        if (target.isEmpty()) {
            done.accept(new Outcome.FlowGone("its connection is closed"));
            return;
        }
        boolean instead =
                FlowTargets.isOverConnection(to) && !(target.get() instanceof Target.ByFlow);
        stack.send(
                request,
                target.get(),
                outcome -> done.accept(instead ? dead(told(outcome)) : told(outcome)));
    }

    private static Outcome dead(Outcome outcome) {
        return outcome instanceof Outcome.NotSent(String cause)
                ? new Outcome.FlowGone("its connection is closed, and: " + cause)
                : outcome;
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
