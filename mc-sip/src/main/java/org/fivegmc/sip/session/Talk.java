package org.fivegmc.sip.session;

import org.fivegmc.core.message.UserAddress;

/// What one user has to do with another: whose session it is, and about whom.
record Talk(UserAddress user, UserAddress peer) {
    Talk reversed() {
        return new Talk(peer, user);
    }
}
