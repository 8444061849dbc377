package org.fivegmc.wire.imdn;

import java.util.List;

/// Outcome of reading a report.
public sealed interface ImdnResult {
    /// The reports in the order of the document.
    ///
    /// @param reports at least one; several when the peer aggregates
    /// @param unreadable parts of an aggregate that were no reports and are left out
    record Parsed(List<ImdnReport> reports, int unreadable) implements ImdnResult {
        public Parsed {
            reports = List.copyOf(reports);
        }
    }

    /// No report could be read.
    ///
    /// @param offset octets from the start of the document to the offence, as far as known
    /// @param rule the rule it breaks
    record Malformed(int offset, String rule) implements ImdnResult {}
}
