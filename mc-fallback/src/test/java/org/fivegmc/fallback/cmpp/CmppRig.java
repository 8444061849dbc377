package org.fivegmc.fallback.cmpp;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.cmpp.pdu.CmppCodec;
import org.fivegmc.fallback.cmpp.pdu.CmppVersion;
import org.fivegmc.fallback.link.GatewayLimits;
import org.fivegmc.fallback.link.GatewaySettings;
import org.fivegmc.fallback.link.GatewayTimers;
import org.fivegmc.fallback.link.LinkSecurity;
import org.fivegmc.fallback.link.RecordingCallbacks;
import org.fivegmc.fallback.link.RecordingEvents;
import org.fivegmc.fallback.receipt.ReceiptDialect;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.Concatenation;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.SmsPart;
import org.fivegmc.fallback.text.SmsSplitter;
import org.fivegmc.fallback.text.SplitRules;
import org.fivegmc.fallback.text.SplitText;

/// A CMPP gateway with short timers and everything it tells.
final class CmppRig implements AutoCloseable {
    static final SplitRules RULES = new SplitRules(Concatenation.UDH, 8, true, true);

    final RecordingCallbacks callbacks = new RecordingCallbacks();
    final RecordingEvents events = new RecordingEvents();
    final ConcurrentLinkedQueue<SubmitOutcome> outcomes = new ConcurrentLinkedQueue<>();
    final CmppGateway gateway;

    CmppRig(int port) {
        this(port, CmppVersion.V30, SmsGateProcess.SECRET, 16, Duration.ofSeconds(20));
    }

    /// Patient where a test does not wait for it, short where it does.
    CmppRig(int port, CmppVersion version, String secret, int window, Duration response) {
        this(
                port,
                version,
                secret,
                new GatewayLimits(1, window, 2000, 100, 5000, 100, max()),
                response);
    }

    CmppRig(int port, CmppVersion version, String secret, GatewayLimits limits, Duration response) {
        var timers =
                new GatewayTimers(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        response,
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        3,
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofMillis(600),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(100),
                        Duration.ofMillis(20));
        var settings =
                new GatewaySettings(
                        "g1", "127.0.0.1", port, new LinkSecurity.Plain(), RULES, limits, timers);
        var account =
                new CmppAccount(
                        SmsGateProcess.SP_ID,
                        secret,
                        version,
                        "RCS",
                        "",
                        "01",
                        "000000",
                        ZoneOffset.UTC);
        gateway =
                new CmppGateway(
                        new CmppGatewayConfig(settings, account, ReceiptDialect.asIs(), true),
                        callbacks,
                        events);
        gateway.start();
    }

    static int max() {
        return CmppCodec.DEFAULT_MAX_PDU;
    }

    CmppRig up() {
        await().until(() -> gateway.health().boundLinks() == gateway.health().links());
        return this;
    }

    static List<SmsPart> parts(String text, int reference) {
        return switch (new SmsSplitter(RULES).split(text, reference)) {
            case SplitText.Fits(var parts) -> parts;
            case SplitText.TooLong tooLong -> throw new AssertionError(tooLong);
        };
    }

    static OutboundSms unit(SmsPart part, int number) {
        return new OutboundSms(
                "c" + number,
                SmsAddress.international("8613800000001"),
                SmsAddress.international("86138" + (10_000_000 + number)),
                part,
                Duration.ofHours(1),
                number & 0xffff,
                true,
                Duration.ofSeconds(30),
                TrafficClass.USUAL);
    }

    void submit(OutboundSms unit) {
        gateway.submit(unit, outcomes::add);
    }

    void submit(int from, int to) {
        for (int i = from; i < to; i++) {
            submit(unit(parts("hello " + i, i).getFirst(), i));
        }
    }

    long accepted() {
        return outcomes.stream().filter(o -> o instanceof SubmitOutcome.Accepted).count();
    }

    long unknown() {
        return outcomes.stream().filter(o -> o instanceof SubmitOutcome.Unknown).count();
    }

    @Override
    public void close() {
        gateway.drainAndStop(Duration.ofMillis(200))
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
