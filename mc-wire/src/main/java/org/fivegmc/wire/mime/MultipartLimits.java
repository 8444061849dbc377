package org.fivegmc.wire.mime;

/// What a multipart body may have before it is refused.
///
/// @param parts most leaf parts, all levels together
/// @param depth most multiparts inside each other, the outermost included
/// @param headerBytes most octets of one part's headers
/// @param headers most headers of one part
public record MultipartLimits(int parts, int depth, int headerBytes, int headers) {
    public static final int DEFAULT_PARTS = 64;
    public static final int DEFAULT_DEPTH = 4;
    public static final int DEFAULT_HEADER_BYTES = 8192;
    public static final int DEFAULT_HEADERS = 32;

    public static final MultipartLimits DEFAULT =
            new MultipartLimits(
                    DEFAULT_PARTS, DEFAULT_DEPTH, DEFAULT_HEADER_BYTES, DEFAULT_HEADERS);

    public MultipartLimits {
        if (parts < 1 || depth < 1 || headerBytes < 1 || headers < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
