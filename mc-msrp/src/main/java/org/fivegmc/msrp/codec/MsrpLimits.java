package org.fivegmc.msrp.codec;

/// What the head of a frame may cost. Bodies are not limited here, for nothing of them is kept.
///
/// @param lineOctets one line of a head, its line end included
/// @param headOctets all lines of a head
/// @param headers header fields of a head
/// @param transactionIdOctets octets of a transaction id; RFC 4975 section 9 allows 32
public record MsrpLimits(int lineOctets, int headOctets, int headers, int transactionIdOctets) {
    /// Lines of 4 KiB, heads of 16 KiB and 64 headers, transaction ids of 32 octets.
    public static final MsrpLimits DEFAULTS = new MsrpLimits(4_096, 16_384, 64, 32);

    public MsrpLimits {
        if (lineOctets <= 0 || headOctets <= 0 || headers <= 0 || transactionIdOctets <= 0) {
            throw new IllegalArgumentException("a limit must be positive");
        }
    }
}
