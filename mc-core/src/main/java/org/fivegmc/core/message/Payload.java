package org.fivegmc.core.message;

import org.jspecify.annotations.Nullable;

/// What is carried, octet for octet. A large message is in the store of bodies as a whole, and its
/// first octets are here as well, for headers and previews: who wants all of a message asks
/// [#isComplete()] first.
///
/// @param contentType media type of the message, parameters included, for example `message/cpim`
/// @param body the message, or its first octets if it is elsewhere; never changed after it was
///   handed over
/// @param edgeHeaders header fields that the edge wants back when it sends the message on, in its
///   own form; opaque to the core
/// @param whole where the whole message is, if not here
public record Payload(
        String contentType, byte[] body, byte[] edgeHeaders, @Nullable BodyRef whole) {

    /// Most octets of a message that is elsewhere: enough for the headers of CPIM and a preview.
    public static final int HEAD_MAX = 8 * 1024;

    private static final byte[] NO_HEADERS = {};

    public Payload {
        if (whole != null && body.length > Math.min(HEAD_MAX, whole.octets())) {
            throw new IllegalArgumentException(
                    "a head of " + body.length + " octets for a body of " + whole.octets());
        }
    }

    /// A message that is here as a whole.
    public Payload(String contentType, byte[] body, byte[] edgeHeaders) {
        this(contentType, body, edgeHeaders, null);
    }

    public static Payload of(String contentType, byte[] body) {
        return new Payload(contentType, body, NO_HEADERS);
    }

    /// Whether [#body()] is all of the message.
    public boolean isComplete() {
        return body.length == octets();
    }

    /// Length of the message.
    public long octets() {
        return whole == null ? body.length : whole.octets();
    }

    /// Octets this takes in a row of the store, for limits.
    public int size() {
        return body.length + edgeHeaders.length;
    }
}
