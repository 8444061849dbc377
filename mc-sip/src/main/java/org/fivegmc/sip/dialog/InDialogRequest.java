package org.fivegmc.sip.dialog;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.transaction.ClientOutcome;
import org.fivegmc.sip.transaction.ResponseListener;
import org.fivegmc.sip.transaction.Target;

/// A request within a dialog, to where the peer is by then. When its connection does not take it,
/// the remote target is resolved anew, once; that is another request with a number of its own, for
/// the first may have arrived.
final class InDialogRequest implements ResponseListener {
    private final Session session;
    private final Supplier<OutgoingRequest> request;
    private final Consumer<ClientOutcome> outcome;
    private final Consumer<SipResponse> repeated2xx;
    private final BooleanSupplier wanted;
    private boolean byFlow;

    /// @param wanted whether it is still worth sending, when the peer is found and when the first
    ///   try failed
    InDialogRequest(
            Session session,
            Supplier<OutgoingRequest> request,
            Consumer<ClientOutcome> outcome,
            Consumer<SipResponse> repeated2xx,
            BooleanSupplier wanted) {
        this.session = session;
        this.request = request;
        this.outcome = outcome;
        this.repeated2xx = repeated2xx;
        this.wanted = wanted;
    }

    /// On the loop of the dialog; so are the calls that follow from it.
    void send() {
        session.locate(this::sendThere);
    }

    private void sendThere() {
        if (!wanted.getAsBoolean()) {
            outcome.accept(new ClientOutcome.TransportFailed("not wanted any more"));
            return;
        }
        Target target = session.dialog.target();
        byFlow = target instanceof Target.ByFlow;
        OutgoingRequest written;
        try {
            written = request.get();
        } catch (IllegalArgumentException e) {
            session.home.failed(e);
            outcome.accept(new ClientOutcome.TransportFailed("can't be written"));
            return;
        }
        session.home.stack().send(written, target, this);
    }

    @Override
    public void onOutcome(ClientOutcome end) {
        session.clock.execute(() -> {
            if (byFlow && end instanceof ClientOutcome.TransportFailed && wanted.getAsBoolean()) {
                session.dialog.flowFailed();
                send();
            } else {
                outcome.accept(end);
            }
        });
    }

    @Override
    public void onFurther2xx(SipResponse response) {
        session.clock.execute(() -> repeated2xx.accept(response));
    }
}
