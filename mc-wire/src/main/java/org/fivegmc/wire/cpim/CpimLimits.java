package org.fivegmc.wire.cpim;

/// What a CPIM may have before it is refused unread.
///
/// @param headerBytes most octets of the message headers, and again of the content headers
/// @param headers most message headers, and again content headers
/// @param namespaces most `NS` declarations
public record CpimLimits(int headerBytes, int headers, int namespaces) {
    public static final int DEFAULT_HEADER_BYTES = 8192;
    public static final int DEFAULT_HEADERS = 64;
    public static final int DEFAULT_NAMESPACES = 16;

    public static final CpimLimits DEFAULT =
            new CpimLimits(DEFAULT_HEADER_BYTES, DEFAULT_HEADERS, DEFAULT_NAMESPACES);

    public CpimLimits {
        if (headerBytes < 1 || headers < 1 || namespaces < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
