package org.fivegmc.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.Submission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("it listens to the log of the process")
class EventLogTest {
    private static final Message MESSAGE =
            Message.of(
                    new MessageId(7, 1),
                    new Submission(
                            new Msisdn(8613800000001L),
                            new Msisdn(8613800000002L),
                            new ImdnMessageId("m-1"),
                            Purpose.CONTENT,
                            Dispositions.NONE,
                            FallbackOffer.NONE,
                            Payload.of("", new byte[0]),
                            0,
                            /* hidden= */ false,
                            Handling.USUAL),
                    1,
                    2);

    private final Logger logger = (Logger) LoggerFactory.getLogger("mc.events");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong();
    private final EventLog log = new EventLog(nanos::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private void failed(int times) {
        for (int i = 0; i < times; i++) {
            log.on(new TrailEvent.Ended(MESSAGE, Outcome.FAILED, 3));
        }
    }

    @Test
    void aFloodOfBadEndsDoesNotFillTheLog() {
        failed(1_000);
        assertThat(lines.list).hasSize(EventLog.BURST);
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        failed(1);
        assertThat(lines.list)
                .hasSize(EventLog.BURST + 2)
                .last()
                .returns(
                        "900 more messages ended badly since the line before",
                        ILoggingEvent::getFormattedMessage);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        lines.list.clear();
        failed(EventLog.BURST);
        assertThat(lines.list).as("after a calm minute").hasSize(EventLog.BURST);
    }

    @Test
    void whoDebugsSeesAll() {
        logger.setLevel(Level.DEBUG);
        failed(1_000);
        assertThat(lines.list).hasSize(1_000);
    }
}
