package org.fivegmc.loadtest.handset;

import java.time.Instant;

/// What became of a revocation that was asked for: `result` is `success` or `failure`, `about` the
/// `imdn.Message-ID` of the message.
public record ReceivedRevocation(Instant at, String sender, String about, String result) {}
