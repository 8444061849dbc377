package org.fivegmc.core.route;

import org.fivegmc.core.subscriber.Subscriber;

/// What is known of a recipient.
public sealed interface Recipient {

    record Known(Subscriber subscriber) implements Recipient {}

    /// No subscriber of this center.
    record Stranger() implements Recipient {}

    Recipient STRANGER = new Stranger();
}
