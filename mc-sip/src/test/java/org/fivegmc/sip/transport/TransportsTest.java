package org.fivegmc.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.fivegmc.sip.codec.SipParse;
import org.junit.jupiter.api.Test;

class TransportsTest {

    private static final LoopHandler NOBODY =
            new LoopHandler() {
                @Override
                public void onMessage(Flow flow, SipParse parse) {}

                @Override
                public void onClosed(Flow flow, CloseReason reason) {}

                @Override
                public void onTick(long nowMs) {}

                @Override
                public boolean isBusy() {
                    return false;
                }
            };

    @Test
    void aLoopThatIsBlockedIsNotAlive() throws InterruptedException {
        var nowMs = new AtomicLong();
        var blocked = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        Transports transports =
                Transports.start(
                        TransportConfig.of(ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0)),
                        SipEvents.NONE,
                        nowMs::get,
                        (_, _) -> NOBODY);
        try {
            assertThat(transports.isAlive()).isTrue();
            assertThat(transports.isListening()).isTrue();
            transports
                    .loops()
                    .getFirst()
                    .execute(() -> {
                        blocked.countDown();
                        try {
                            goesOn.await(10, TimeUnit.SECONDS);
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    });
            assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
            nowMs.set(31_000);
            assertThat(transports.isAlive()).isFalse();
            goesOn.countDown();
            await().atMost(Duration.ofSeconds(10)).until(transports::isAlive);
        } finally {
            goesOn.countDown();
            transports.close();
        }
        assertThat(transports.isListening()).isFalse();
    }
}
