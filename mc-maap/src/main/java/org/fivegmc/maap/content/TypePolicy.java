package org.fivegmc.maap.content;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.fivegmc.wire.mime.MediaType;

/// Decides what a file is served as, from what its sender says and what its first octets say.
///
/// | declared | octets | outcome |
/// |---|---|---|
/// | in `content.refused-types` | any | refused |
/// | any | in `content.refused-types` | refused |
/// | none, or `application/octet-stream` | known | as the octets say |
/// | picture, sound or film | known, and none of these or another | refused |
/// | any | a page a browser would run | as the octets say |
/// | any | otherwise | as declared |
///
/// Sound and film share their containers and are not told apart.
record TypePolicy(List<String> refused) {
    static final String UNKNOWN = "application/octet-stream";

    /// What a browser may show within a sandbox; everything else is offered for saving.
    private static final Set<String> SHOWN =
            Set.of(
                    "image/jpeg",
                    "image/png",
                    "image/gif",
                    "image/webp",
                    "image/avif",
                    "video/mp4",
                    "video/3gpp",
                    "video/webm",
                    "audio/mpeg",
                    "audio/mp4",
                    "audio/ogg",
                    "audio/wav",
                    "audio/aac",
                    "audio/amr",
                    "text/plain");

    TypePolicy {
        refused = refused.stream().map(type -> type.toLowerCase(Locale.ROOT)).toList();
    }

    /// The type it is served as.
    String judge(String declared, byte[] head, int length) throws RefusedException {
        String said = wellFormed(declared);
        String found = MagicNumbers.typeOf(head, length);
        refuseListed(said);
        refuseListed(found);
        if (said.equals(UNKNOWN)) {
            return found.isEmpty() ? UNKNOWN : found;
        }
        if (!found.isEmpty() && !found.equals(said)) {
            if (isMedium(said) && !kind(said).equals(kind(found))) {
                throw new RefusedException(
                        ContentRefusal.TYPE_REFUSED,
                        "Content-Type says " + said + ", but the octets are " + found);
            }
            if (found.equals(MagicNumbers.HTML) || found.equals(MagicNumbers.SVG)) {
                return found;
            }
        }
        return said;
    }

    private static String wellFormed(String declared) {
        String name = MediaType.parse(declared).name();
        return name.matches("[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}") ? name : UNKNOWN;
    }

    void refuseListed(String type) throws RefusedException {
        if (!type.isEmpty()
                && (refused.contains(type)
                        || refused.contains(type.substring(0, type.indexOf('/')) + "/*"))) {
            throw new RefusedException(
                    ContentRefusal.TYPE_REFUSED, type + " is in content.refused-types");
        }
    }

    private static boolean isMedium(String type) {
        return !kind(type).isEmpty();
    }

    private static String kind(String type) {
        if (type.startsWith("image/")) {
            return "picture";
        }
        return type.startsWith("audio/") || type.startsWith("video/") ? "sound or film" : "";
    }

    static boolean isPicture(String type) {
        return type.startsWith("image/") && !type.equals(MagicNumbers.SVG);
    }

    static boolean isShown(String type) {
        return SHOWN.contains(type);
    }
}
