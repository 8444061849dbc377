package org.fivegmc.maap.content;

import java.util.Optional;

/// What chatbots may upload, told by the octets and not by their name (V1.0.4 section on media).
/// How long sound and film play is not looked at.
public enum MediaKind {
    IMAGE(2 * 1024 * 1024),
    THUMBNAIL(200 * 1024),
    AUDIO(5 * 1024 * 1024),
    VIDEO(10 * 1024 * 1024);

    private static final String MP4 = "video/mp4";

    private final long most;

    MediaKind(long most) {
        this.most = most;
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
        return of(part, type).map(kind -> new Judged(kind, type));
    }

    private static Optional<MediaKind> of(String part, String type) {
        return switch (type) {
            case "image/jpeg", "image/png" ->
                    Optional.of(part.equalsIgnoreCase("thumbnail") ? THUMBNAIL : IMAGE);
            case "audio/amr", "audio/mpeg", "audio/mp4" -> Optional.of(AUDIO);
            case MP4, "video/webm" -> Optional.of(VIDEO);
            default -> Optional.empty();
        };
    }
}
