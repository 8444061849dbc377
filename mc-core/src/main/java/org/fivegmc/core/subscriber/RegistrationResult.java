package org.fivegmc.core.subscriber;

import java.util.List;
import org.fivegmc.core.message.RefusalReason;

/// The answer to a [RegistrationUpdate], given after it is durable.
public sealed interface RegistrationResult {

    /// @param bindings all devices of the user that are registered now
    record Registered(List<Binding> bindings) implements RegistrationResult {}

    /// The number is not a subscriber and may not become one by registering.
    record UnknownUser() implements RegistrationResult {}

    record TooManyBindings(int limit) implements RegistrationResult {}

    /// A newer REGISTER of the same Call-ID has been served before; nothing was changed.
    record OutOfOrder() implements RegistrationResult {}

    record Unavailable(RefusalReason reason) implements RegistrationResult {}
}
