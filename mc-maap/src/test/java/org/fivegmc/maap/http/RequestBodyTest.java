package org.fivegmc.maap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    /// Of the size from which a chunk stays in its buffer.
    private static final int LARGE = HttpListener.REQUEST_CHUNK / 8;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger proceeded = new AtomicInteger();
    private final RequestBody body = body(Duration.ofSeconds(30));

    private RequestBody body(Duration idle) {
        return new RequestBody(
                asked::incrementAndGet,
                proceeded::incrementAndGet,
                idle.toNanos(),
                System.nanoTime() + Duration.ofMinutes(1).toNanos());
    }

    private static byte[] octets(int length) {
        var octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    /// As a socket is read: into a buffer that is larger than what came.
    private static ByteBuf chunk(byte[] octets) {
        return Unpooled.buffer(HttpListener.REQUEST_CHUNK).writeBytes(octets);
    }

    @Test
    void aSmallChunkDoesNotKeepItsBuffer() throws IOException {
        ByteBuf chunk = chunk(octets(LARGE - 1));
        body.offer(chunk, false);
        assertThat(chunk.refCnt()).isZero();
        assertThat(body.readNBytes(LARGE - 1)).isEqualTo(octets(LARGE - 1));
    }

    @Test
    void aLargeChunkStaysInItsBufferUntilItIsRead() throws IOException {
        ByteBuf chunk = chunk(octets(LARGE));
        body.offer(chunk, false);
        assertThat(chunk.refCnt()).isOne();
        assertThat(body.readNBytes(LARGE - 1)).isEqualTo(Arrays.copyOf(octets(LARGE), LARGE - 1));
        assertThat(chunk.refCnt()).isOne();
        assertThat(body.read()).isEqualTo(octets(LARGE)[LARGE - 1] & 0xff);
        assertThat(chunk.refCnt()).isZero();
    }

    @Test
    void chunksAreReadInOrderHoweverTheyAreKept() throws IOException {
        byte[] octets = octets(4 * LARGE);
        int[] ends = {1, LARGE + 1, LARGE + 2, 3 * LARGE, 4 * LARGE};
        int from = 0;
        for (int end : ends) {
            body.offer(chunk(Arrays.copyOfRange(octets, from, end)), end == octets.length);
            from = end;
        }
        assertThat(body.hasEnded()).isTrue();
        assertThat(body.readAllBytes()).isEqualTo(octets);
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void whatIsNotReadIsFreedAndWhatComesLaterIsDropped() {
        ByteBuf waits = chunk(octets(LARGE));
        body.offer(waits, false);
        body.release();
        assertThat(waits.refCnt()).isZero();
        for (int length : new int[] {0, 1, LARGE}) {
            ByteBuf late = chunk(octets(length));
            body.offer(late, false);
            assertThat(late.refCnt()).isZero();
        }
    }

    @Test
    void anEmptyChunkIsOnlyTheEnd() throws IOException {
        ByteBuf last = chunk(new byte[0]);
        body.offer(last, true);
        assertThat(last.refCnt()).isZero();
        assertThat(body.read()).isEqualTo(-1);
    }

    /// One read of the socket at a time, and none while enough waits here.
    @Test
    void asksForMoreOnlyWhileLittleWaits() throws IOException {
        body.offer(chunk(octets(LARGE)), false);
        assertThat(asked).as("before anybody reads").hasValue(0);
        body.readNBytes(1);
        assertThat(proceeded).hasValue(1);
        assertThat(asked).hasValue(1);
        body.readNBytes(1);
        assertThat(asked).as("the first is not answered").hasValue(1);
        int waits = LARGE - 2;
        int before;
        do {
            before = asked.get();
            body.offer(chunk(octets(LARGE)), false);
            waits += LARGE;
        } while (asked.get() > before);
        assertThat(waits)
                .isGreaterThanOrEqualTo(RequestBody.AHEAD)
                .isLessThan(RequestBody.AHEAD + LARGE);
        body.readNBytes(waits - RequestBody.AHEAD + 1);
        assertThat(asked).hasValue(before + 1);
        assertThat(proceeded).hasValue(1);
    }

    @Test
    void aPeerThatFallsSilentIsNotWaitedFor() {
        RequestBody idle = body(Duration.ofMillis(1));
        assertThatThrownBy(idle::read)
                .isInstanceOfSatisfying(
                        PeerException.class,
                        e -> assertThat(e.reason()).isEqualTo(PeerException.Reason.IDLE));
        body.fail(PeerException.Reason.STOPPING);
        assertThatThrownBy(body::read)
                .isInstanceOfSatisfying(
                        PeerException.class,
                        e -> assertThat(e.reason()).isEqualTo(PeerException.Reason.STOPPING));
    }
}
