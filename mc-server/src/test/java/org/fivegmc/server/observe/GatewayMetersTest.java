package org.fivegmc.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.LinkTimes;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.TextCoding;
import org.fivegmc.server.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("it listens to the log of the process")
class GatewayMetersTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Metrics metrics = new Metrics("test");
    private final GatewayMeters meters = new GatewayMeters(metrics, nanos::get);
    private final Logger log = (Logger) LoggerFactory.getLogger("mc.fallback");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void close() {
        log.detachAppender(lines);
        metrics.close();
    }

    private void refuse(String gateway, SmsAddress source, SmsAddress destination) {
        meters.inboundRefused(
                new InboundSms(
                        gateway,
                        source,
                        destination,
                        TextCoding.LATIN1,
                        PartNumber.only(),
                        Octets.of("a secret".getBytes(StandardCharsets.US_ASCII)),
                        "",
                        LinkTimes.NONE));
    }

    @Test
    void whatWaitsIsCountedByClass() {
        meters.waiting("g", TrafficClass.MARKETING, 7);
        meters.waiting("g", TrafficClass.ALERT, 1);
        meters.waiting("g", TrafficClass.MARKETING, 6);
        assertThat(metrics.scrape())
                .contains("mc_smpp_waiting{class=\"marketing\",peer=\"g\"} 6.0")
                .contains("mc_smpp_waiting{class=\"alert\",peer=\"g\"} 1.0");
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(e -> e.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void refusedMessagesAreCountedAndLoggedNowAndThenWithMaskedNumbers() {
        SmsAddress handset = SmsAddress.international("8613812340001");
        SmsAddress code = SmsAddress.serviceCode("10655");
        meters.linkUp("smsc-1", 0);
        assertThat(metrics.scrape()).contains("mc_smpp_inbound_refused_total{peer=\"smsc-1\"} 0.0");
        for (int i = 0; i < 5; i++) {
            refuse("smsc-1", handset, code);
        }
        refuse("smsc-2", handset, code);
        assertThat(metrics.scrape()).contains("mc_smpp_inbound_refused_total{peer=\"smsc-1\"} 5.0");
        assertThat(warnings())
                .hasSize(2)
                .first()
                .asString()
                .contains("smsc-1", "from +86138****0001 to 10655", "(0 more")
                .doesNotContain("12340001", "secret");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        refuse("smsc-1", handset, code);
        assertThat(warnings()).hasSize(3).last().asString().contains("(4 more");
    }

    @Test
    void whateverThePeerWritesIsMasked() {
        refuse(
                "smsc-1",
                SmsAddress.alphanumeric("a\nb"),
                SmsAddress.serviceCode("12520138123400019"));
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("from no number to")
                .doesNotContain("\n", "00019");
    }
}
