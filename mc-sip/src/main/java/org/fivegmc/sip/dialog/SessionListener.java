package org.fivegmc.sip.dialog;

import org.fivegmc.sip.codec.Span;

/// The owner of a session. Called on its loop, in order: must not block.
public interface SessionListener {
    /// The ACK to our 2xx came; not called for sessions we called for.
    ///
    /// @param sdp body of the ACK: the answer, when the offer was in our 2xx; else empty
    default void onConfirmed(Session session, Span sdp) {}

    /// The peer offers to change the session.
    void onOffer(Session session, IncomingOffer offer);

    /// An offer was cancelled by the peer or waited too long; answers to it do nothing from now on.
    default void onOfferWithdrawn(Session session, IncomingOffer offer) {}

    /// The peer answered something else than before to an offer that only refreshed the session.
    default void onAnswer(Session session, Span sdp) {}

    /// The session is over; the last call.
    void onEnded(Session session, SessionEnd end);
}
