package org.fivegmc.loadtest.handset;

import java.time.Instant;

/// What became of a revocation that was asked for: `result` is `success` or `failure`, `about` the
/// `imdn.Message-ID` of the message, `id` the Contribution-ID, by which a result that comes again
/// is known.
public record ReceivedRevocation(
        Instant at, String sender, String id, String about, String result) {}
