package org.fivegmc.msrp.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fivegmc.msrp.codec.MsrpRule;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MsrpEvents;

/// Counts by name.
final class CountingEvents implements MsrpEvents {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    int count(Enum<?> name) {
        return counts.getOrDefault(name.name(), 0);
    }

    int count(String name) {
        return counts.getOrDefault(name, 0);
    }

    private void add(String name) {
        counts.merge(name, 1, Integer::sum);
    }

    @Override
    public void connectionClosed(CloseReason reason) {
        add(reason.name());
    }

    @Override
    public void connectionRefused(Refused reason) {
        add(reason.name());
    }

    @Override
    public void malformed(MsrpRule rule) {
        add(rule.name());
    }

    @Override
    public void readingPaused() {
        add("paused");
    }

    @Override
    public void connectionOpened(Direction direction) {
        add("opened " + direction);
    }

    @Override
    public void strayResponse() {
        add("stray");
    }

    @Override
    public void ownerFailed(Throwable cause) {
        add("failed");
    }
}
