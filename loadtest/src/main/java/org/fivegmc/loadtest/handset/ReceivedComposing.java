package org.fivegmc.loadtest.handset;

import java.time.Instant;

/// A notice of typing (RFC 3994). `wrapped` tells whether it came in CPIM; `callId` names the
/// session.
public record ReceivedComposing(
        Instant at, String sender, boolean active, boolean wrapped, String callId) {}
