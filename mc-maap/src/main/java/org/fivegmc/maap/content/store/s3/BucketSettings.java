package org.fivegmc.maap.content.store.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where a bucket is, and what one may ask of it.
///
/// @param endpoint empty: that of Amazon in the region
/// @param prefix what the names of all objects begin with; empty, or with a slash at its end
/// @param pathStyle whether the bucket stands in the path of an address, not in its host
public record BucketSettings(
        Optional<URI> endpoint,
        String region,
        String bucket,
        String prefix,
        boolean pathStyle,
        Key key,
        Limits limits) {

    /// Who we are.
    public record Key(String access, String secret) {
        /// Never told to a log.
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /// @param connectTimeout for a connection, and for one of ours to become free
    /// @param requestTimeout for one try, with all octets that go out; and for the next octets of
    ///   an answer
    /// @param attempts tries of one request
    /// @param connections at the same time; downloads have three quarters of them at most
    /// @param partSize octets; larger files go in several requests
    public record Limits(
            Duration connectTimeout,
            Duration requestTimeout,
            int attempts,
            int connections,
            long partSize) {
        int downloads() {
            return Math.max(1, connections * 3 / 4);
        }
    }
}
