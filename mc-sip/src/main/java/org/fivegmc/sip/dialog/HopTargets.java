package org.fivegmc.sip.dialog;

import java.util.Optional;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.transaction.Target;

/// Knows the way to a device: the flow it registered over, or its address. Any thread.
@FunctionalInterface
public interface HopTargets {
    /// The way, or empty when the device's connection is gone and nothing else leads to it.
    Optional<Target> to(NextHop hop);
}
