package org.fivegmc.loadtest.handset;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// An invitation to a session that came. Answered once: by the user, by the profile, or by the
/// CANCEL of the other side, whichever is first. Threads: any.
public final class IncomingCall {
    private final IncomingCalls calls;
    private final Incoming invite;
    private final SipFields fields;
    private final Optional<Sdp> offer;
    private final Mode mode;
    private final CompletableFuture<String> cancelled = new CompletableFuture<>();
    private boolean over;

    IncomingCall(IncomingCalls calls, Incoming invite) {
        this.calls = calls;
        this.invite = invite;
        this.fields = SipFields.of(invite.request());
        this.offer = Sdp.parse(invite.body());
        this.mode = modeOf(invite, offer);
    }

    /// The service tells, the callee's capability that is asked for else, the direction at last.
    private static Mode modeOf(Incoming invite, Optional<Sdp> offer) {
        for (String name : List.of("P-Asserted-Service", "P-Preferred-Service", "Accept-Contact")) {
            String values = String.join(" ", Headers.all(invite.request(), name));
            if (values.contains("cpm." + FeatureTags.LARGEMSG)) {
                return Mode.LARGE;
            }
            if (values.contains("cpm." + FeatureTags.SESSION)) {
                return Mode.CHAT;
            }
        }
        return offer.filter(sdp -> sdp.direction().equals(Sdp.SEND_ONLY)).isPresent()
                ? Mode.LARGE
                : Mode.CHAT;
    }

    public Mode mode() {
        return mode;
    }

    /// Whose message or chat it is.
    public String sender() {
        return fields.sender();
    }

    public SipFields fields() {
        return fields;
    }

    Incoming invite() {
        return invite;
    }

    Optional<Sdp> offer() {
        return offer;
    }

    /// Accepts; nothing when it is too late, or the offer is of no use.
    public synchronized Optional<ChatSession> answer() {
        if (over) {
            return Optional.empty();
        }
        over = true;
        return calls.accept(this);
    }

    /// Refuses; false when it is too late.
    public synchronized boolean decline(int status, String... headers) {
        if (over) {
            return false;
        }
        over = true;
        calls.done(this);
        invite.answer(status, headers);
        return true;
    }

    /// Says that the user is asked, unless it is too late.
    public synchronized void ring() {
        if (!over) {
            invite.answer(180);
        }
    }

    /// A CANCEL for it came.
    void cancel(String reason) {
        if (decline(487)) {
            cancelled.complete(reason);
        }
    }

    /// The Reason header of the CANCEL, perhaps empty; nothing when none came in time.
    public Optional<String> awaitCancelled(Duration patience) {
        try {
            return Optional.of(
                    cancelled.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join());
        } catch (CompletionException _) {
            return Optional.empty();
        }
    }
}
