package org.fivegmc.sip.session;

import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.pager.EdgeHeaders;
import org.fivegmc.sip.pager.Envelope;

/// What one user has to do with another: whose session it is, and about whom.
///
/// @param hidden whether the user does not know who the peer is: what comes from a sender who hides
///   must not arrive in a session that has a name, nor the other way round
record Talk(UserAddress user, UserAddress peer, boolean hidden) {
    /// That of the sessions in which a message is delivered.
    static Talk of(Message message) {
        return new Talk(message.recipient(), message.sender(), EdgeHeaders.hidesSender(message));
    }

    /// That of the sessions in which is delivered what is sent with an envelope.
    static Talk of(Envelope envelope) {
        return new Talk(
                envelope.recipient(),
                envelope.sender(),
                EdgeHeaders.hidesSender(envelope.headers()));
    }
}
