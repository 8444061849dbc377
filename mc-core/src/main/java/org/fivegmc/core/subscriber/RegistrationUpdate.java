package org.fivegmc.core.subscriber;

import java.util.List;
import java.util.function.Function;
import org.fivegmc.core.message.UserAddress;

/// What one REGISTER asks for, after authentication and checks of syntax. Everything in it takes
/// place, or nothing.
///
/// @param order the REGISTER's; a binding that a newer one of the same Call-ID has made is not
///   changed
public record RegistrationUpdate(
        UserAddress user, boolean mayCreate, Change change, RegisterOrder order) {

    /// What no REGISTER of the device's own is known for.
    public RegistrationUpdate(UserAddress user, boolean mayCreate, Change change) {
        this(user, mayCreate, change, RegisterOrder.UNKNOWN);
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

        /// Whether this device's binding is made, changed or removed.
        default boolean concerns(DeviceId device) {
            return switch (this) {
                case Bind(var devices) -> lists(devices, device);
                case Unbind(var devices) -> devices.contains(device);
                case Exchange(var gone, var devices) ->
                        gone.contains(device) || lists(devices, device);
                case UnbindAll _, Replace _ -> true;
                case Fetch _ -> false;
            };
        }

        private static boolean lists(List<Binding> devices, DeviceId device) {
            return devices.stream().anyMatch(b -> b.device().equals(device));
        }
    }
}
