package org.fivegmc.maap.cmcc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a path of this dialect asks for.
///
/// @param chatbot as it stands there, decoded
/// @param messageId of the message that is to be taken back; empty for one that is to be sent
record CmccPath(Kind kind, String chatbot, Optional<String> messageId) {

    /// Which rules a message has to keep.
    enum Kind {
        /// To many, and no answer to anybody.
        GROUP,
        /// An answer to what a user has written.
        INTERACTION,
        /// To one user.
        SINGLE,
        /// The older path, for all of these.
        ANY
    }

    private static final Pattern PATH =
            Pattern.compile(
                    "/messaging/(?:(group/(?:v1|plain|template))|(interaction/(?:v1|template))"
                            + "|(single/plain)|v1)/outbound/([^/]+)/requests(?:/(.+)/status)?");

    /// Empty when there is no such path.
    ///
    /// @param path decoded
    static Optional<CmccPath> of(String path) {
        Matcher found = PATH.matcher(path);
        if (!found.matches()) {
            return Optional.empty();
        }
        Kind kind =
                found.group(1) != null
                        ? Kind.GROUP
                        : found.group(2) != null
                                ? Kind.INTERACTION
                                : found.group(3) != null ? Kind.SINGLE : Kind.ANY;
        Optional<String> messageId = Optional.ofNullable(found.group(5));
        return messageId.isPresent() && kind != Kind.ANY
                ? Optional.empty()
                : Optional.of(new CmccPath(kind, found.group(4), messageId));
    }
}
