package org.fivegmc.fallback.mms;

/// What a center, and the handsets behind it, take.
///
/// @param maxOctets all parts together
/// @param maxWidth of a picture, in pixels
/// @param maxHeight of a picture, in pixels; one that stands upright may have them the other way
///   round
/// @param maxPixels of a picture that is read to be made smaller
public record MmsLimits(int maxOctets, int maxWidth, int maxHeight, long maxPixels) {
    /// Default of `maxPixels`: a progressive JPEG takes three octets for each while it is read.
    public static final long MAX_PIXELS = 25_000_000;

    public MmsLimits {
        if (maxOctets < 1 || maxWidth < 1 || maxHeight < 1 || maxPixels < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /// 300 KiB, 640 x 480: the class "image rich" of the MMS conformance document.
    public static MmsLimits defaults() {
        return new MmsLimits(300 * 1024, 640, 480, MAX_PIXELS);
    }
}
