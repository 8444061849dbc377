package org.fivegmc.maap.content.store.s3;

/// What came of requests to a bucket, for meters. Called on any thread and must not block.
@FunctionalInterface
public interface BucketEvents {
    /// What was asked, as the methods of HTTP, and listing.
    enum Call {
        LIST,
        HEAD,
        GET,
        PUT,
        DELETE
    }

    /// What came of it.
    enum Outcome {
        /// Also that something is not there.
        OK,
        /// Not reached, too slow, broken off, or an error of the server (5xx).
        FAILED,
        /// Answered with an error of ours (4xx): keys, rights, names.
        REFUSED,
        /// Too many requests of ours at once (`content.s3.max-connections`).
        BUSY
    }

    void called(Call call, Outcome outcome);
}
