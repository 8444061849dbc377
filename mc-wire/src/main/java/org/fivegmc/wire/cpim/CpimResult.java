package org.fivegmc.wire.cpim;

/// Outcome of reading a CPIM.
public sealed interface CpimResult {
    record Parsed(CpimMessage message) implements CpimResult {}

    /// The octets are no CPIM.
    ///
    /// @param offset octets from the start of the body to the offence
    /// @param rule the rule it breaks
    record Malformed(int offset, String rule) implements CpimResult {}
}
