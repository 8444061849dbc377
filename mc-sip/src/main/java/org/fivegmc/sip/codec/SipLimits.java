package org.fivegmc.sip.codec;

/// What a message may cost us, in bytes unless said otherwise.
///
/// @param datagramBytes whole message over UDP
/// @param streamBytes whole message over TCP or TLS
/// @param headBytes start line and all headers
/// @param headers number of header fields
/// @param headerBytes one header field, folded lines included
/// @param bodyBytes body
/// @param uriBytes Request-URI
public record SipLimits(
        int datagramBytes,
        int streamBytes,
        int headBytes,
        int headers,
        int headerBytes,
        int bodyBytes,
        int uriBytes) {

    /// 64 KiB datagrams, 1 MiB streamed messages, 32 KiB of headers (256 of at most 8 KiB),
    /// 1,000,000-byte bodies, 2 KiB URIs.
    public static final SipLimits DEFAULTS =
            new SipLimits(65_535, 1_048_576, 32_768, 256, 8_192, 1_000_000, 2_048);

    /// As much as the index can hold: for what was written here.
    public static final SipLimits NONE =
            new SipLimits(
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    4_096,
                    65_535,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE);

    public SipLimits {
        if (datagramBytes <= 0
                || streamBytes <= 0
                || headBytes <= 0
                || headers <= 0
                || headerBytes <= 0
                || bodyBytes < 0
                || uriBytes <= 0) {
            throw new IllegalArgumentException("a limit must be positive");
        }
        // the index packs a name's length in 16 bits
        if (headerBytes > 65_535 || headers > 4_096) {
            throw new IllegalArgumentException("headerBytes <= 65535 and headers <= 4096");
        }
    }
}
