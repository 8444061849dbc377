package org.fivegmc.loadtest.handset;

import java.time.Instant;

/// An IMDN as the handset saw it. `status` is `delivered`, `failed`, `displayed`, ... or, for
/// interworking, `interworking-sms`, `interworking-mms`, `interworking-error`. `mode` is how it
/// came.
public record ReceivedReport(Instant at, String sender, String about, String status, Mode mode) {}
