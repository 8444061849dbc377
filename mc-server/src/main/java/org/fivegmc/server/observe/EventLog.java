package org.fivegmc.server.observe;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.fivegmc.core.event.EventSink;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.server.log.LineLimit;
import org.fivegmc.server.log.LogKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/// Writes events to the log: what ended badly at INFO, trouble with the store at WARN, the rest at
/// DEBUG. Numbers are masked by the log's layout. A peer's fault is never an error of ours.
///
/// Lines are written by the threads of the shards, and thousands of messages to users without a
/// capable device end in a second: of bad ends [#BURST] are written at once and ten a second in the
/// long run; at DEBUG all are.
public final class EventLog implements EventSink {

    private static final Logger LOG = LoggerFactory.getLogger("mc.events");

    private static final Duration PERIOD = Duration.ofMillis(100);

    /// Bad ends that may be written at once.
    static final int BURST = 100;

    private final LineLimit badEnds;

    public EventLog() {
        this(System::nanoTime);
    }

    EventLog(LongSupplier nanos) {
        badEnds = new LineLimit(PERIOD, BURST, nanos);
    }

    @Override
    public void on(TrailEvent event) {
        Level level = level(event);
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        if (level == Level.INFO && !LOG.isDebugEnabled()) {
            badEnds.log(heldBack -> {
                write(level, event);
                if (heldBack > 0) {
                    LOG.info("{} more messages ended badly since the line before", heldBack);
                }
            });
        } else {
            write(level, event);
        }
    }

    private static void write(Level level, TrailEvent event) {
        MessageId trail = event.trail();
        if (trail.equals(TrailEvent.NO_TRAIL)) {
            LOG.atLevel(level).log(() -> EventText.of(event));
            return;
        }
        try (MDC.MDCCloseable _ = LogKeys.message(trail.toString())) {
            LOG.atLevel(level).log(() -> EventText.of(event));
        }
    }

    private static Level level(TrailEvent event) {
        return switch (event) {
            case TrailEvent.CommitFailed _, TrailEvent.NewsDropped _, TrailEvent.LeftAlone _ ->
                    Level.WARN;
            case TrailEvent.Ended(var _, var outcome, var _) ->
                    switch (outcome) {
                        case FAILED, EXPIRED, SMS_UNCONFIRMED, PURGED -> Level.INFO;
                        case DELIVERED_RCS, DELIVERED_SMS, DELIVERED_MMS, REVOKED -> Level.DEBUG;
                    };
            case TrailEvent.Committed _, TrailEvent.Acknowledged _ -> Level.TRACE;
            default -> Level.DEBUG;
        };
    }
}
