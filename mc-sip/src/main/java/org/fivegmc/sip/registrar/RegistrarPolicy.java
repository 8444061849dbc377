package org.fivegmc.sip.registrar;

import java.util.List;
import org.fivegmc.sip.terminal.Terminals;

/// The operator's numbers for [RegisterHandler]; times in seconds.
///
/// @param minExpires shorter registrations are refused with 423
/// @param maxExpires longer ones are shortened
/// @param defaultExpires granted when the device does not say
/// @param createUnknown whether a number that registers through a trusted peer becomes a subscriber
/// @param untaggedTakesText whether a client without RCS tags counts as a plain SIP client
/// @param serviceRoute URI handsets put in front of their requests (RFC 3608); empty for none
/// @param terminals what is known of models of handsets
public record RegistrarPolicy(
        long minExpires,
        long maxExpires,
        long defaultExpires,
        boolean createUnknown,
        boolean untaggedTakesText,
        List<String> serviceRoute,
        Terminals terminals) {

    /// Nothing is known of models.
    public RegistrarPolicy(
            long minExpires,
            long maxExpires,
            long defaultExpires,
            boolean createUnknown,
            boolean untaggedTakesText,
            List<String> serviceRoute) {
        this(
                minExpires,
                maxExpires,
                defaultExpires,
                createUnknown,
                untaggedTakesText,
                serviceRoute,
                Terminals.NONE);
    }
}
