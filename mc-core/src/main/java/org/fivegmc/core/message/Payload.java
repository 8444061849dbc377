package org.fivegmc.core.message;

/// What is carried, octet for octet.
///
/// @param contentType media type of `body`, parameters included, for example `message/cpim`
/// @param body never changed after it was handed over
/// @param edgeHeaders header fields that the edge wants back when it sends the message on, in its
///   own form; opaque to the core
public record Payload(String contentType, byte[] body, byte[] edgeHeaders) {

    private static final byte[] NO_HEADERS = {};

    public static Payload of(String contentType, byte[] body) {
        return new Payload(contentType, body, NO_HEADERS);
    }

    /// Octets this takes in the store, for limits.
    public int size() {
        return body.length + edgeHeaders.length;
    }
}
