package org.fivegmc.loadtest.handset;

import java.time.Instant;

/// An IMDN as the handset saw it. `sender` is who SIP says it is from: the own identity, when
/// another device of the same user has made the report. `cpimFrom` and `cpimTo` are the addresses
/// in its CPIM. `status` is `delivered`, `failed`, `displayed`, ... or, for interworking,
/// `interworking-sms`, `interworking-mms`, `interworking-error`. `mode` is how it came.
public record ReceivedReport(
        Instant at,
        String sender,
        String cpimFrom,
        String cpimTo,
        String about,
        String status,
        Mode mode) {}
