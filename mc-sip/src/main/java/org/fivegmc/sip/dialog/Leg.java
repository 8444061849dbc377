package org.fivegmc.sip.dialog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.transaction.ClientOutcome;
import org.fivegmc.sip.transaction.ResponseListener;
import org.fivegmc.sip.transaction.SentRequest;
import org.fivegmc.sip.transaction.Target;
import org.fivegmc.sip.transport.Flow;
import org.jspecify.annotations.Nullable;

/// The INVITE to one device, with a Call-ID of its own. Confined to the loop of its call.
///
/// Every 2xx is acknowledged, each time it comes. The first with an open call becomes a session;
/// others, of another branch behind a proxy or of a call that is over, are ended by BYE. It lives
/// as long as its transaction, which is as long as a 2xx may be repeated.
final class Leg implements ResponseListener {
    /// Times an interval is raised because of 422.
    private static final int RAISES = 3;

    /// @param target where the ACK went
    private record Acked(OutgoingRequest ack, Target target) {}

    private final Call call;
    private final int number;
    private final String uri;
    private final NextHop hop;
    private final DialogKey key;
    private final Map<String, Acked> acked = new HashMap<>(2);
    private long sequence;
    private int seconds;
    private int minSe;
    private boolean over;
    private FlowRef flow = FlowRef.NONE;
    private String contact = "";
    private @Nullable SentRequest sent;

    Leg(Call call, int number, OutgoingInvite.Device device) {
        this.call = call;
        this.number = number;
        this.uri = device.uri();
        this.hop = device.hop();
        this.key = call.home().newKey();
        this.seconds = call.home().settings().timer().interval();
        this.minSe = call.home().settings().timer().minSe();
    }

    void start(OutgoingInvite invite) {
        Optional<Target> target = call.home().targets().to(hop);
        if (target.isEmpty()) {
            over(new CallOutcome.NotSent("its connection is closed", true));
            return;
        }
        if (target.get() instanceof Target.ByFlow(Flow by)) {
            flow = FlowRef.of(by);
        }
        contact = call.home().contact(target.get()) + invite.features();
        OutgoingRequest request;
        try {
            request = request(invite);
        } catch (IllegalArgumentException e) {
            call.home().failed(e);
            over(new CallOutcome.NotSent("can't be written: " + e.getMessage(), false));
            return;
        }
        sent = call.home().stack().send(request, target.get(), this);
    }

    private OutgoingRequest request(OutgoingInvite invite) {
        OutgoingInvite.Device device = invite.devices().get(number);
        OutgoingRequest.Builder builder =
                OutgoingRequest.builder(SipMethod.INVITE, uri)
                        .from(invite.from(), key.localTag())
                        .to(invite.to())
                        .callId(key.callId())
                        .cSeq(++sequence);
        for (String route : device.route()) {
            builder.header(HeaderName.ROUTE, route);
        }
        builder.header(HeaderName.CONTACT, contact)
                .header(HeaderName.ALLOW, call.home().settings().allow())
                .header(HeaderName.SUPPORTED, SessionTimer.OPTION);
        SessionTimer.ask(builder, seconds, minSe, "");
        invite.headers().accept(builder);
        device.headers().accept(builder);
        return builder.body(invite.body().contentType(), invite.body().octets()).build();
    }

    boolean isOver() {
        return over;
    }

    void cancel(Reason reason) {
        SentRequest under = sent;
        if (!over && under != null) {
            under.cancel(reason.headerValue());
        }
    }

    @Override
    public void onProvisional(SipResponse response) {
        call.clock().execute(() -> call.progress(number, response));
    }

    @Override
    public void onOutcome(ClientOutcome outcome) {
        call.clock().execute(() -> ended(outcome));
    }

    @Override
    public void onFurther2xx(SipResponse response) {
        call.clock().execute(() -> accepted(response));
    }

    private void ended(ClientOutcome outcome) {
        switch (outcome) {
            case ClientOutcome.Response(SipResponse r) -> {
                if (r.isSuccess()) {
                    over = true;
                    accepted(r);
                } else if (r.status() == 422 && call.isOpen() && sequence <= RAISES) {
                    minSe = Math.max(minSe, SessionTimer.demanded(r).orElse(minSe));
                    seconds = Math.max(seconds, minSe);
                    call.again(this);
                } else {
                    over(CallOutcome.Refused.of(r));
                }
            }
            case ClientOutcome.TimedOut _ -> over(new CallOutcome.TimedOut());
            case ClientOutcome.TransportFailed(String cause) ->
                    over(new CallOutcome.NotSent(cause, call.goneByFlow(hop)));
            case ClientOutcome.TooLarge(String cause) ->
                    over(new CallOutcome.NotSent(cause, false));
        }
    }

    private void over(CallOutcome outcome) {
        over = true;
        call.over(number, outcome);
    }

    private void accepted(SipResponse answer) {
        String tag = Dialog.tag(answer.to());
        Acked before = acked.get(tag);
        if (before != null) {
            call.home().stack().sendAck(before.ack(), before.target());
            return;
        }
        if (acked.size() == call.home().limits().branches()) {
            return;
        }
        Dialog dialog =
                Dialog.ofAnswer(answer, key, call.from(), uri, flow, call.clock().nowMs(), contact);
        Acked now = new Acked(dialog.ack(answer.cSeq().number()), dialog.target());
        acked.put(tag, now);
        if (call.isOpen()) {
            call.established(
                    number,
                    dialog,
                    answer,
                    seconds,
                    () -> call.home().stack().sendAck(now.ack(), now.target()));
        } else {
            call.home().stack().sendAck(now.ack(), now.target());
            call.home()
                    .stack()
                    .send(
                            dialog.next(SipMethod.BYE)
                                    .header(HeaderName.REASON, call.closedBecause().headerValue())
                                    .build(),
                            dialog.target(),
                            _ -> {});
        }
    }
}
