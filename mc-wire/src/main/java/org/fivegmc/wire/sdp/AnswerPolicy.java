package org.fivegmc.wire.sdp;

import java.util.List;

/// What we agree to when an offer comes.
///
/// @param points transports we serve, each once
/// @param sessionId of the session to be; not to be guessed by others
/// @param acceptTypes what we take
/// @param wrappedTypes what we take inside of a container
/// @param maxSize octets of a message we take
/// @param direction what we wish to do
/// @param preferred our role where the offer leaves it to us
/// @param cema whether we know RFC 6714
/// @param implicitCema whether a peer whose path names another host than its `c=` line is connected
///   to by the latter although it does not know RFC 6714: a border controller has changed one and
///   not the other
/// @param requireFingerprint whether TLS without a fingerprint is refused
public record AnswerPolicy(
        List<LocalPoint> points,
        String sessionId,
        AcceptTypes acceptTypes,
        AcceptTypes wrappedTypes,
        long maxSize,
        Direction direction,
        Role preferred,
        boolean cema,
        boolean implicitCema,
        boolean requireFingerprint) {
    public AnswerPolicy {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("no transport to be reached over");
        }
        points = List.copyOf(points);
    }
}
