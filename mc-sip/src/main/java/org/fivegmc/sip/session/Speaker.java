package org.fivegmc.sip.session;

import org.fivegmc.core.subscriber.Origin;

/// Who says something in a session, and whether its user's other devices may hear what was
/// displayed.
sealed interface Speaker {
    /// A device that knows to whom it speaks: the others are told.
    record ToNamed(Origin device) implements Speaker {}

    /// A device in a session whose peer hides: the others are not told, since what they would be
    /// told is whose message it was.
    record ToHidden() implements Speaker {}

    static Speaker of(Talk talk, Origin device) {
        return talk.hidden() ? new ToHidden() : new ToNamed(device);
    }
}
