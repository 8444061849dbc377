package org.fivegmc.core.subscriber;

import java.util.List;
import org.fivegmc.core.message.UserAddress;

/// What one REGISTER asks for, after authentication and checks of syntax.
public record RegistrationUpdate(UserAddress user, boolean mayCreate, Change change) {

    /// The change of the user's bindings.
    public sealed interface Change {

        /// These devices are registered; a device that is listed replaces its old binding.
        record Bind(List<Binding> devices) implements Change {}

        /// This device is gone.
        record Unbind(List<DeviceId> devices) implements Change {}

        /// All devices are gone (`Contact: *`).
        record UnbindAll() implements Change {}

        /// The whole set, as a trusted registrar knows it (third-party registration with the
        /// registrar's answer embedded).
        record Replace(List<Binding> devices) implements Change {}

        /// No change: what is bound now?
        record Fetch() implements Change {}
    }
}
