package org.fivegmc.wire.sdp;

/// What a description may cost.
///
/// @param octets the whole description
/// @param lines its lines
/// @param lineOctets one line
/// @param media its media descriptions
public record SdpLimits(int octets, int lines, int lineOctets, int media) {
    /// 64 KiB, 512 lines of at most 8 KiB, 16 media descriptions.
    public static final SdpLimits DEFAULTS = new SdpLimits(65_536, 512, 8_192, 16);

    public SdpLimits {
        if (octets <= 0 || lines <= 0 || lineOctets <= 0 || media <= 0) {
            throw new IllegalArgumentException("a limit must be positive");
        }
    }
}
