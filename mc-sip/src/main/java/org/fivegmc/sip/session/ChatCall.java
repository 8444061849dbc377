package org.fivegmc.sip.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.dialog.Call;
import org.fivegmc.sip.dialog.CallListener;
import org.fivegmc.sip.dialog.CallOutcome;
import org.fivegmc.sip.dialog.Dialogs;
import org.fivegmc.sip.dialog.OutgoingInvite;
import org.fivegmc.sip.dialog.Reason;
import org.fivegmc.sip.dialog.Session;
import org.fivegmc.sip.pager.EdgeHeaders;
import org.fivegmc.sip.pager.ServiceMode;
import org.fivegmc.wire.rcs.KeptFields;
import org.fivegmc.wire.sdp.Agreement;
import org.jspecify.annotations.Nullable;

/// Calls a device for a chat, and has what waits for it sent. Thread-safe.
///
/// ```
/// open --established, media agreed--> a Leg; what waits is sent in it
///   \---- anything else ------------> what waits ends with that outcome
/// ```
final class ChatCall implements CallListener {
    private static final Reason UNSUITABLE = Reason.sip(488, "Not Acceptable Here");

    /// Messages that wait for one device; conversations have one in flight as a rule.
    static final int MOST_WAITING = 32;

    /// Which call: one for each device, and for each conversation, as [Leg#isFor] tells them apart.
    ///
    /// @param conversation empty with a chatbot
    /// @param contribution of a message that is not from a chat; else empty
    record Key(Talk talk, DeviceId device, String conversation, String contribution) {
        static Key of(Message message, DeviceId device) {
            byte[] kept = message.payload().edgeHeaders();
            if (message.sender() instanceof ChatbotAddress) {
                return new Key(Talk.of(message), device, "", "");
            }
            boolean shares = message.isReport() || EdgeHeaders.mode(kept) == ServiceMode.CHAT;
            return new Key(
                    Talk.of(message),
                    device,
                    KeptFields.text(kept, KeptFields.CONVERSATION_ID),
                    shares ? "" : KeptFields.text(kept, KeptFields.CONTRIBUTION_ID));
        }

        /// Whether it is about the same at another device.
        boolean isElsewhere(Key other) {
            return talk.equals(other.talk)
                    && conversation.equals(other.conversation)
                    && contribution.equals(other.contribution)
                    && !device.equals(other.device);
        }
    }

    /// What happens to an attempt once the call is decided.
    interface Decided {
        void established(ChatCall call, Leg leg, List<Attempt> waiting);

        void failed(ChatCall call, AttemptOutcome outcome, List<Attempt> waiting);
    }

    private final Key key;
    private final Media media;
    private final Media.Offer offer;
    private final Leg leg;
    private final SessionHandle handle;
    private final SessionOwner owner;
    private final Decided decided;
    private final List<Attempt> waiting = new ArrayList<>(1);
    private @Nullable Call call;
    private boolean open = true;
    private boolean ringing;
    private boolean answeredElsewhere;
    private boolean overtaken;

    /// @param handle the MSRP session of the offer
    /// @param owner of that, from the leg
    ChatCall(
            Key key,
            Media media,
            Media.Offer offer,
            Leg leg,
            SessionHandle handle,
            SessionOwner owner,
            Decided decided) {
        this.key = key;
        this.media = media;
        this.offer = offer;
        this.leg = leg;
        this.handle = handle;
        this.owner = owner;
        this.decided = decided;
    }

    Key key() {
        return key;
    }

    /// @return false when the call is decided, or too much waits
    synchronized boolean add(Attempt attempt) {
        return open && waiting.size() < MOST_WAITING && waiting.add(attempt);
    }

    void start(Dialogs dialogs, OutgoingInvite invite) {
        Call begun = dialogs.invite(invite, this, leg);
        synchronized (this) {
            call = begun;
        }
        stopRingingInVain();
    }

    /// The user has answered at another device: this one need not ring any more, nor begin to. One
    /// that answers by itself does not ring, and gets what it is called for.
    void answeredElsewhere() {
        synchronized (this) {
            answeredElsewhere = true;
        }
        stopRingingInVain();
    }

    /// The device has opened a chat itself meanwhile. One that rings need not go on: what waits
    /// goes in the chat that its user looks at. One that answers by itself ends its own (RCC.07
    /// section 3.2.3), and this one is left as it is.
    void overtaken() {
        synchronized (this) {
            overtaken = true;
        }
        stopRingingInVain();
    }

    synchronized boolean isOvertaken() {
        return overtaken;
    }

    @Override
    public void onProgress(int device, SipResponse response) {
        synchronized (this) {
            ringing |= response.status() >= 180;
        }
        stopRingingInVain();
    }

    /// By whatever of it is known last.
    private void stopRingingInVain() {
        Call rings;
        synchronized (this) {
            rings = open && ringing && (answeredElsewhere || overtaken) ? call : null;
        }
        if (rings != null) {
            rings.cancel(Reason.COMPLETED_ELSEWHERE);
        }
    }

    @Override
    public void onOutcome(CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Established(var _, var session, var answer)) {
            SessionBody.of(answer)
                    .ifPresentOrElse(
                            body ->
                                    media.conclude(
                                            offer,
                                            body.sdp(),
                                            handle,
                                            leg::mayConnect,
                                            agreement -> concluded(session, agreement)),
                            () -> concluded(session, Optional.empty()));
        } else {
            fail(Outcomes.of(outcome));
        }
    }

    private void concluded(Session session, Optional<Agreement> agreement) {
        if (agreement.isEmpty()) {
            session.bye(UNSUITABLE);
            fail(new AttemptOutcome.NotPossible("its answer has no media that suit"));
            return;
        }
        leg.agreed(handle, owner, Accepting.of(agreement.get().theirs()));
        leg.confirmed(session);
        decided.established(this, leg, takeWaiting());
    }

    private void fail(AttemptOutcome outcome) {
        // the media first: the end of the leg must not look like a loss
        leg.end(UNSUITABLE);
        handle.close();
        decided.failed(this, outcome, takeWaiting());
    }

    private synchronized List<Attempt> takeWaiting() {
        open = false;
        List<Attempt> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }
}
