package org.fivegmc.sip.dialog;

import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.exchange.Requests.NextHop;

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

    /// Where the peer's device has registered: a device that comes back over another connection is
    /// not at the one of before, even while that looks open. Asked before each request to it.
    ///
    /// @param withinMs how long ago at most
    /// @param found gets nothing when it has not, or that is not known; called once, perhaps at
    ///   once, by any thread
    default void registeredAt(long withinMs, Consumer<Optional<NextHop>> found) {
        found.accept(Optional.empty());
    }

    /// The session is over; the last call.
    void onEnded(Session session, SessionEnd end);
}
