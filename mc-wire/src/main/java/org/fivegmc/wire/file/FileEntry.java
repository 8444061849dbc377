package org.fivegmc.wire.file;

import java.time.Instant;
import java.util.Optional;

/// One `file-info`: where some octets are and what they are. Absent texts are empty.
///
/// @param size octets; [#UNKNOWN] when it is not told
/// @param name as its owner calls it; empty for thumbnails
/// @param contentType media type as written
/// @param url where the octets are
/// @param until end of validity, in whole seconds as it is written; empty when it is not told or
///   can't be read
/// @param disposition `attach`, `render` (an audio message), or empty
/// @param playingSeconds length of an audio message; [#UNKNOWN] when it is not told
/// @param brandedUrl the address shown to people who follow it in a browser
public record FileEntry(
        long size,
        String name,
        String contentType,
        String url,
        Optional<Instant> until,
        String disposition,
        long playingSeconds,
        String brandedUrl) {
    /// A number that is not told.
    public static final long UNKNOWN = -1;

    /// Shown or played at once instead of being kept as a file.
    public static final String RENDER = "render";

    /// A thumbnail, which has no name.
    public static FileEntry thumbnail(long size, String contentType, String url, Instant until) {
        return file(size, "", contentType, url, until);
    }

    /// An ordinary file.
    public static FileEntry file(
            long size, String name, String contentType, String url, Instant until) {
        return new FileEntry(size, name, contentType, url, Optional.of(until), "", UNKNOWN, "");
    }

    public FileEntry withDisposition(String other) {
        return new FileEntry(
                size, name, contentType, url, until, other, playingSeconds, brandedUrl);
    }

    public FileEntry withBrandedUrl(String other) {
        return new FileEntry(
                size, name, contentType, url, until, disposition, playingSeconds, other);
    }

    public FileEntry withPlayingSeconds(long other) {
        return new FileEntry(size, name, contentType, url, until, disposition, other, brandedUrl);
    }
}
