package org.fivegmc.maap.content;

import java.util.Optional;
import java.util.Set;

/// What chatbots may upload, told by the octets and not by their name (V1.0.4 section on media).
/// How long sound and film play is not looked at.
public enum MediaKind {
    IMAGE(2 * 1024 * 1024, Set.of("image/jpeg", "image/png")),
    THUMBNAIL(200 * 1024, Set.of("image/jpeg", "image/png")),
    AUDIO(5 * 1024 * 1024, Set.of("audio/amr", "audio/mpeg", "audio/mp4")),
    VIDEO(10 * 1024 * 1024, Set.of("video/mp4", "video/webm"));

    private static final String MP4 = "video/mp4";

    private final long most;
    private final Set<String> types;

    MediaKind(long most, Set<String> types) {
        this.most = most;
        this.types = types;
    }

    /// Octets of the largest one.
    public long most() {
        return most;
    }

    /// A kind with the media type it is served as.
    record Judged(MediaKind kind, String type) {}

    /// Empty for what no chatbot may upload.
    ///
    /// @param part name of the part of the form it came in
    /// @param declared Content-Type of that part
    /// @param found what the octets say
    static Optional<Judged> of(String part, String declared, String found) {
        // sound in a container of films, which the octets can't tell
        String type = found.equals(MP4) && declared.startsWith("audio/") ? "audio/mp4" : found;
        if (part.equalsIgnoreCase("thumbnail") && THUMBNAIL.types.contains(type)) {
            return Optional.of(new Judged(THUMBNAIL, type));
        }
        for (MediaKind kind : values()) {
            if (kind.types.contains(type)) {
                return Optional.of(new Judged(kind, type));
            }
        }
        return Optional.empty();
    }
}
