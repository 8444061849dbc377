package org.fivegmc.core.subscriber;

import java.util.List;
import org.fivegmc.core.message.UserAddress;

/// A user of this center with everything routing needs to know: one stored row.
///
/// @param rcs whether RCS may be used at all; false sends everything to the fallback
/// @param provisioned made by an operator; false for a number that appeared by registering
/// @param credentials how the user proves who they are without a trusted network
/// @param incarnation how often the bindings have changed
/// @param bindings the registered devices; expired ones may still be listed, see [#live(long)]
/// @param lastCapabilities what the user could do when last seen
/// @param lastSeenMs when that was; 0 for never
public record Subscriber(
        UserAddress address,
        boolean rcs,
        boolean provisioned,
        Credentials credentials,
        long incarnation,
        List<Binding> bindings,
        Capabilities lastCapabilities,
        long lastSeenMs) {

    public static Subscriber provisioned(
            UserAddress address, boolean rcs, Credentials credentials) {
        return new Subscriber(address, rcs, true, credentials, 0, List.of(), Capabilities.NONE, 0);
    }

    public static Subscriber discovered(UserAddress address) {
        return new Subscriber(
                address, true, false, Credentials.NONE, 0, List.of(), Capabilities.NONE, 0);
    }

    public List<Binding> live(long nowMs) {
        for (Binding binding : bindings) {
            if (!binding.isLive(nowMs)) {
                return bindings.stream().filter(b -> b.isLive(nowMs)).toList();
            }
        }
        return bindings;
    }

    public Subscriber withBindings(List<Binding> changed, Capabilities capabilities, long nowMs) {
        return new Subscriber(
                address,
                rcs,
                provisioned,
                credentials,
                incarnation + 1,
                List.copyOf(changed),
                capabilities,
                nowMs);
    }

    /// The same user as if no device were registered.
    public Subscriber withoutBindings() {
        return new Subscriber(
                address,
                rcs,
                provisioned,
                credentials,
                incarnation,
                List.of(),
                lastCapabilities,
                lastSeenMs);
    }

    public Subscriber withAccount(boolean rcsAllowed, Credentials changed) {
        return new Subscriber(
                address,
                rcsAllowed,
                true,
                changed,
                incarnation,
                bindings,
                lastCapabilities,
                lastSeenMs);
    }
}
