package org.fivegmc.msrp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fivegmc.msrp.codec.MsrpLimits;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.BodySource;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MessageStart;
import org.fivegmc.msrp.session.Opening;
import org.fivegmc.msrp.session.OutgoingMessage;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.msrp.session.SessionLimits;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a connection is looked at, by a clock that stands until it is set. What is under way has
/// limits far below the calm of 5 s, so that a look that comes too late would be seen.
class CalmSweepTest {
    private static final int ANSWER_MS = 1_000;
    private static final int STALLED_MS = 700;
    private static final int IDLE_MS = 600_000;
    private static final int KEEP_ALIVE_MS = 120_000;
    private static final int CALM_MS = 5_000;

    private static final SessionOwner NOBODY =
            new SessionOwner() {
                @Override
                public Opening open(MessageStart start) {
                    return new Opening.Refused(MsrpStatus.FORBIDDEN);
                }

                @Override
                public void closed(CloseReason reason) {
                    // told by the events
                }
            };

    private final CountingEvents events = new CountingEvents();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<SendOutcome> outcomes = new ArrayList<>();
    private final EndpointLimits limits = limits();
    private final Sessions sessions = new Sessions(limits, events);
    private final SessionHandle session =
            sessions.add(
                            new SessionSpec(
                                    Rig.uri("ours", false),
                                    List.of(Rig.uri("theirs", false)),
                                    false,
                                    List.of(),
                                    NOBODY),
                            0)
                    .orElseThrow();
    private long now;
    private final MsrpConnection connection =
            new MsrpConnection(
                    channel,
                    new MsrpLoop(channel.eventLoop(), () -> now, new SplittableRandom(1)),
                    false,
                    false,
                    limits,
                    events,
                    sessions,
                    new Admission(limits),
                    () -> {});

    private static EndpointLimits limits() {
        SessionLimits usual = SessionLimits.DEFAULTS;
        return new EndpointLimits(
                MsrpLimits.DEFAULTS,
                new SessionLimits(
                        usual.messageOctets(),
                        usual.openMessages(),
                        usual.ranges(),
                        usual.undurable(),
                        usual.queued(),
                        usual.window(),
                        usual.chunkOctets(),
                        usual.awaitedReports(),
                        ANSWER_MS,
                        usual.messageIdleMs(),
                        usual.progressOctets()),
                10,
                10,
                10,
                10,
                10_000,
                5_000,
                60_000,
                IDLE_MS,
                STALLED_MS,
                200,
                KEEP_ALIVE_MS,
                65_536);
    }

    @BeforeEach
    void begin() {
        channel.pipeline().addLast(connection);
        assertThat(connection.adopt(session)).isTrue();
        assertThat(written()).startsWith("MSRP ");
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private String written() {
        channel.runPendingTasks();
        var text = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            text.append(out.toString(StandardCharsets.UTF_8));
            out.release();
        }
        return text.toString();
    }

    private void at(long ms) {
        now = ms;
        connection.sweep(ms);
        channel.runPendingTasks();
    }

    private void comes(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.UTF_8));
    }

    @Test
    void theCalmIsWhatTheTestsTakeItFor() {
        assertThat(limits.calmMs()).isEqualTo(CALM_MS);
        assertThat(STALLED_MS).isLessThan(CALM_MS);
        assertThat(ANSWER_MS).isLessThan(CALM_MS);
    }

    /// The keep-alive is due at 120 s, and late by as much as the connection is not looked at.
    @Test
    void aCalmConnectionIsLookedAtSeldom() {
        long look = KEEP_ALIVE_MS - 1;
        at(look);
        assertThat(written()).isEmpty();
        at(KEEP_ALIVE_MS + 1);
        at(look + CALM_MS - 1);
        assertThat(written()).as("calm until %d", look + CALM_MS).isEmpty();
        at(look + CALM_MS);
        assertThat(written()).startsWith("MSRP ").contains(" SEND\r\n");
    }

    /// Half a frame comes during the calm, and nothing after it.
    @Test
    void whatComesEndsTheCalm() {
        at(1_000);
        now = 1_500;
        comes("MSRP abcdefgh SEND\r\nTo-Path: ");
        at(1_500 + STALLED_MS);
        assertThat(channel.isActive()).isTrue();
        at(1_500 + STALLED_MS + 1);
        assertThat(channel.isActive()).isFalse();
        assertThat(events.count(CloseReason.SLOW_SENDER)).isEqualTo(1);
    }

    /// A message leaves during the calm, and is never answered.
    @Test
    void whatGoesEndsTheCalm() {
        at(1_000);
        now = 1_500;
        session.send(
                OutgoingMessage.of(
                        "m", "text/plain", BodySource.of(ByteSlice.of("hi")), outcomes::add));
        assertThat(written()).contains("\r\n\r\nhi\r\n-------");
        at(1_500 + ANSWER_MS - 1);
        assertThat(outcomes).isEmpty();
        at(1_500 + ANSWER_MS + 1);
        assertThat(outcomes).containsExactly(new SendOutcome.TimedOut(true));
    }

    @Test
    void whoIsSilentForTooLongIsClosedALittleLate() {
        for (long ms = 0; ms <= IDLE_MS; ms += 1_000) {
            at(ms);
        }
        assertThat(channel.isActive()).isTrue();
        for (long ms = IDLE_MS; ms <= IDLE_MS + CALM_MS; ms += 1_000) {
            at(ms);
        }
        assertThat(channel.isActive()).isFalse();
        assertThat(events.count(CloseReason.IDLE)).isEqualTo(1);
    }
}
