package org.fivegmc.fallback.mms;

import java.util.List;

/// A multimedia message as it is sent.
///
/// @param parts the first is the SMIL that lays out the others
public record MmsDocument(List<MmsPart> parts) {
    /// Octets of all parts.
    public int octets() {
        return parts.stream().mapToInt(part -> part.octets().length()).sum();
    }
}
