package org.fivegmc.core.subscriber;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.fivegmc.core.message.UserAddress;

/// What one REGISTER asks for, after authentication and checks of syntax. Everything in it takes
/// place, or nothing.
///
/// @param mayCreate whether an unknown number becomes a subscriber
/// @param order the REGISTER's; a binding that a newer one of the same Call-ID has made is not
///   changed
/// @param covers the bindings the change may take away: a registrar knows its own only
/// @param makesRoom of those, the ones that go, the oldest first, when there are too many: devices
///   that can't be told from a former self of the one that comes
public record RegistrationUpdate(
        UserAddress user,
        boolean mayCreate,
        Change change,
        RegisterOrder order,
        Predicate<Binding> covers,
        Predicate<Binding> makesRoom) {

    /// What no REGISTER of the device's own is known for, of all bindings of the user, of which
    /// none makes room.
    public RegistrationUpdate(UserAddress user, boolean mayCreate, Change change) {
        this(user, mayCreate, change, RegisterOrder.UNKNOWN, _ -> true, _ -> false);
    }

    /// The change of the user's bindings.
    public sealed interface Change {

        /// These devices are registered; a device that is listed replaces its old binding.
        record Bind(List<Binding> devices) implements Change {}

        /// These devices are gone.
        record Unbind(List<DeviceId> devices) implements Change {}

        /// Devices that go while others come.
        record Exchange(List<DeviceId> gone, List<Binding> devices) implements Change {}

        /// All devices are gone (`Contact: *`).
        record UnbindAll() implements Change {}

        /// The whole set, as a trusted registrar knows it (third-party registration with the
        /// registrar's answer embedded).
        ///
        /// @param devices made from what is bound now, of which the registrar may say nothing new;
        ///   runs on the shard writer: quick, pure, and perhaps more than once
        record Replace(Function<List<Binding>, List<Binding>> devices) implements Change {
            public Replace(List<Binding> devices) {
                this(_ -> devices);
            }
        }

        /// No change: what is bound now?
        record Fetch() implements Change {}
    }
}
