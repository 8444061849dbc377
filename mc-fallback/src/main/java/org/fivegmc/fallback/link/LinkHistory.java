package org.fivegmc.fallback.link;

import org.fivegmc.fallback.spi.LinkTimes;

/// When the links of a gateway came and went last. Written by the gateway's event loop, read by any
/// thread.
final class LinkHistory {
    private volatile LinkTimes times = new LinkTimes(System.currentTimeMillis(), 0);

    LinkTimes times() {
        return times;
    }

    void bound() {
        times = new LinkTimes(times.lostAtMs(), System.currentTimeMillis());
    }

    void lost() {
        times = new LinkTimes(System.currentTimeMillis(), times.boundAtMs());
    }
}
