package org.fivegmc.fallback.link;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.InboundSms;

/// Keeps the events tests ask for.
public final class RecordingEvents implements FallbackEvents {
    public final ConcurrentLinkedQueue<Double> throttledRates = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<String> downs = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<String> malformed = new ConcurrentLinkedQueue<>();
    public final AtomicInteger answeredLate = new AtomicInteger();
    public final ConcurrentLinkedQueue<InboundSms> inboundRefused = new ConcurrentLinkedQueue<>();
    public final AtomicInteger bindsRefused = new AtomicInteger();
    public final AtomicInteger deliveriesRefused = new AtomicInteger();
    public final AtomicInteger widestWindow = new AtomicInteger();

    @Override
    public void throttled(String gateway, double rate) {
        throttledRates.add(rate);
    }

    @Override
    public void answeredLate(String gateway, Duration elapsed) {
        answeredLate.incrementAndGet();
    }

    @Override
    public void windowInUse(String gateway, int link, int inUse) {
        widestWindow.accumulateAndGet(inUse, Math::max);
    }

    @Override
    public void linkDown(String gateway, int link, String reason) {
        downs.add(reason);
    }

    @Override
    public void bindRefused(String gateway, int link, int status) {
        bindsRefused.incrementAndGet();
    }

    @Override
    public void inboundRefused(InboundSms message) {
        inboundRefused.add(message);
    }

    @Override
    public void deliveryRefused(String gateway) {
        deliveriesRefused.incrementAndGet();
    }

    @Override
    public void malformed(String gateway, String rule) {
        malformed.add(rule);
    }

    @Override
    public void fault(String gateway, Throwable cause) {
        faults.add(cause);
    }
}
