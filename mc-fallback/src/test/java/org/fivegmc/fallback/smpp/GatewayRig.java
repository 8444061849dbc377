package org.fivegmc.fallback.smpp;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.link.RecordingCallbacks;
import org.fivegmc.fallback.link.RecordingEvents;
import org.fivegmc.fallback.link.GatewayLimits;
import org.fivegmc.fallback.link.GatewayTimers;
import org.fivegmc.fallback.link.LinkSecurity;
import org.fivegmc.fallback.receipt.ReceiptDialect;
import org.fivegmc.fallback.smpp.pdu.BindMode;
import org.fivegmc.fallback.smpp.pdu.SmppCodec;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.SmsPart;
import org.fivegmc.fallback.text.SmsSplitter;
import org.fivegmc.fallback.text.SplitRules;
import org.fivegmc.fallback.text.SplitText;

/// A gateway with short timers and everything it tells.
final class GatewayRig implements AutoCloseable {
    static final GatewayLimits LIMITS =
            new GatewayLimits(1, 32, 2000, 1000, 5000, 100, SmppCodec.DEFAULT_MAX_PDU);

    /// Patient where a test does not wait for it, short where it does.
    static GatewayTimers timers() {
        return timers(Duration.ofSeconds(20));
    }

    static GatewayTimers timers(Duration response) {
        return new GatewayTimers(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                response,
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                2,
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMillis(600),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofMillis(20));
    }

    final RecordingCallbacks callbacks = new RecordingCallbacks();
    final RecordingEvents events = new RecordingEvents();
    final ConcurrentLinkedQueue<SubmitOutcome> outcomes = new ConcurrentLinkedQueue<>();
    final AtomicInteger submitted = new AtomicInteger();
    final SmppGateway gateway;

    GatewayRig(int port, GatewayLimits limits) {
        this(port, limits, JsmppCenter.PASSWORD, timers(), ReceiptDialect.asIs());
    }

    /// With this time for responses.
    GatewayRig(int port, int window, Duration response) {
        this(
                port,
                new GatewayLimits(1, window, 10, 100, 5000, 100, SmppCodec.DEFAULT_MAX_PDU),
                JsmppCenter.PASSWORD,
                timers(response),
                ReceiptDialect.asIs());
    }

    GatewayRig(
            int port,
            GatewayLimits limits,
            String password,
            GatewayTimers timers,
            ReceiptDialect dialect) {
        this(port, limits, password, timers, dialect, new LinkSecurity.Plain());
    }

    GatewayRig(
            int port,
            GatewayLimits limits,
            String password,
            GatewayTimers timers,
            ReceiptDialect dialect,
            LinkSecurity security) {
        var config =
                new SmppGatewayConfig(
                        "g1",
                        "127.0.0.1",
                        port,
                        security,
                        new SmppAccount("mc", password, "", BindMode.TRANSCEIVER),
                        SplitRules.defaults(),
                        dialect,
                        true,
                        true,
                        limits,
                        timers);
        gateway = new SmppGateway(config, callbacks, events);
        gateway.start();
    }

    GatewayRig up() {
        await().until(() -> gateway.health().boundLinks() == gateway.health().links());
        return this;
    }

    static OutboundSms unit(SmsPart part, int number, Duration patience) {
        return new OutboundSms(
                "c" + number,
                SmsAddress.serviceCode("10655"),
                SmsAddress.international("86138" + (10_000_000 + number)),
                part,
                Duration.ofHours(1),
                number & 0xffff,
                true,
                patience,
                TrafficClass.USUAL);
    }

    static OutboundSms unit(int number) {
        return switch (new SmsSplitter(SplitRules.defaults()).split("hello " + number, number)) {
            case SplitText.Fits(var parts) ->
                    unit(parts.getFirst(), number, Duration.ofSeconds(30));
            case SplitText.TooLong tooLong -> throw new AssertionError(tooLong);
        };
    }

    void submit(OutboundSms unit) {
        submitted.incrementAndGet();
        gateway.submit(unit, outcomes::add);
    }

    void submit(int count) {
        for (int i = 0; i < count; i++) {
            submit(unit(i));
        }
    }

    long accepted() {
        return outcomes.stream().filter(o -> o instanceof SubmitOutcome.Accepted).count();
    }

    @Override
    public void close() {
        gateway.drainAndStop(Duration.ofMillis(200))
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
