package org.fivegmc.fallback.text;

/// One unit to hand to a gateway: the user data without any header.
///
/// @param coding alphabet of `octets`
/// @param octets user data
/// @param number place in the concatenated message
/// @param segments short messages the network will send for this unit: 1, more only with
///   [Concatenation#PAYLOAD]
public record SmsPart(SmsCoding coding, Octets octets, PartNumber number, int segments) {
    /// The text of this part alone.
    public String text() {
        return coding.decode(octets.array());
    }
}
