package org.fivegmc.sip.transaction;

import java.util.Set;
import org.fivegmc.sip.transport.TransportConfig;

/// How a stack is set up.
///
/// @param transport listeners and limits of the transports
/// @param timers T1, T2, T4
/// @param limits limits of the transactions
/// @param supportedOptions option tags understood in Require, lower case
/// @param forceRport answers go back to the source port even when Via does not ask for it (RFC
///   3581): what peers behind NATs need that do not know they are
public record SipStackConfig(
        TransportConfig transport,
        SipTimers timers,
        TransactionLimits limits,
        Set<String> supportedOptions,
        boolean forceRport) {
    public SipStackConfig {
        supportedOptions = Set.copyOf(supportedOptions);
    }

    /// Default timers and limits, by the letter of RFC 3261.
    public static SipStackConfig of(TransportConfig transport, Set<String> supportedOptions) {
        return new SipStackConfig(
                transport, SipTimers.DEFAULTS, TransactionLimits.DEFAULTS, supportedOptions, false);
    }
}
