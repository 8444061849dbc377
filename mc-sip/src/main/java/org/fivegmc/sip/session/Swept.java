package org.fivegmc.sip.session;

/// What looks at the clock now and then.
interface Swept {
    void sweep(long nowMs);
}
