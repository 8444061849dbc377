package org.fivegmc.msrp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReassemblyTest {
    private final RecordingSink sink = new RecordingSink();
    private final Reassembly parts = new Reassembly(sink, 100, 4);

    private Reassembly.Step chunk(long start, long end, long total, String text, End.Flag flag) {
        Reassembly.Step step = parts.begin(new ByteRange(start, end, total));
        if (step == Reassembly.Step.GOES_ON) {
            step = parts.octets(ByteSlice.of(text));
        }
        return step == Reassembly.Step.GOES_ON ? parts.end(flag) : step;
    }

    private static final long OPEN = ByteRange.OPEN;

    @Test
    @Tag("RFC4975-7.3.1")
    void oneChunk() {
        assertThat(chunk(1, 5, 5, "hello", End.Flag.LAST)).isEqualTo(Reassembly.Step.COMPLETE);
        assertThat(parts.total()).isEqualTo(5);
    }

    @Tag("RFC4975-7.1.1")
    @Test
    void totalsMayBeOpen() {
        assertThat(chunk(1, OPEN, OPEN, "hel", End.Flag.MORE)).isEqualTo(Reassembly.Step.GOES_ON);
        assertThat(chunk(4, OPEN, OPEN, "lo", End.Flag.LAST)).isEqualTo(Reassembly.Step.COMPLETE);
        assertThat(parts.total()).isEqualTo(5);
    }

    @Tag("RFC4975-5.1")
    @Test
    void anInterruptedChunkIsResumed() {
        assertThat(chunk(1, 5, 5, "he", End.Flag.MORE)).isEqualTo(Reassembly.Step.GOES_ON);
        assertThat(chunk(3, 5, 5, "llo", End.Flag.LAST)).isEqualTo(Reassembly.Step.COMPLETE);
    }

    @Test
    @Tag("RFC4975-7.3.1")
    void theLastChunkMayComeFirst() {
        assertThat(chunk(4, 5, 5, "lo", End.Flag.LAST)).isEqualTo(Reassembly.Step.GOES_ON);
        assertThat(chunk(1, 4, 5, "hell", End.Flag.MORE)).isEqualTo(Reassembly.Step.COMPLETE);
    }

    @Test
    @Tag("RFC4975-10.7")
    void positionsOutsideAreRefused() {
        assertThat(chunk(1, 6, 5, "", End.Flag.MORE)).isEqualTo(Reassembly.Step.OUT_OF_BOUNDS);
        assertThat(chunk(7, OPEN, 5, "", End.Flag.MORE)).isEqualTo(Reassembly.Step.OUT_OF_BOUNDS);
        assertThat(chunk(1, 2, 5, "abc", End.Flag.MORE)).isEqualTo(Reassembly.Step.OUT_OF_BOUNDS);
        assertThat(chunk(4, OPEN, 5, "abc", End.Flag.MORE))
                .isEqualTo(Reassembly.Step.OUT_OF_BOUNDS);
        assertThat(chunk(5, 3, 5, "", End.Flag.MORE)).isEqualTo(Reassembly.Step.OUT_OF_BOUNDS);
    }

    @Test
    @Tag("RFC4975-10.7")
    void theTotalDoesNotChange() {
        assertThat(chunk(1, 2, 5, "ab", End.Flag.MORE)).isEqualTo(Reassembly.Step.GOES_ON);
        assertThat(chunk(3, 4, 6, "cd", End.Flag.MORE)).isEqualTo(Reassembly.Step.OUT_OF_BOUNDS);
    }

    @Test
    void anOpenTotalIsNotBelowWhatIsThere() {
        assertThat(chunk(5, OPEN, OPEN, "xx", End.Flag.MORE)).isEqualTo(Reassembly.Step.GOES_ON);
        assertThat(chunk(1, OPEN, OPEN, "ab", End.Flag.LAST))
                .isEqualTo(Reassembly.Step.OUT_OF_BOUNDS);
    }

    @Test
    void sizesHaveALimit() {
        assertThat(chunk(1, OPEN, 101, "", End.Flag.MORE)).isEqualTo(Reassembly.Step.TOO_LARGE);
        assertThat(chunk(1, 101, OPEN, "", End.Flag.MORE)).isEqualTo(Reassembly.Step.TOO_LARGE);
        assertThat(chunk(1, OPEN, OPEN, "x".repeat(101), End.Flag.MORE))
                .isEqualTo(Reassembly.Step.TOO_LARGE);
        assertThat(chunk(1, OPEN, OPEN, "x".repeat(100), End.Flag.LAST))
                .isEqualTo(Reassembly.Step.COMPLETE);
    }

    @Test
    void piecesHaveALimit() {
        for (int i = 0; i < 4; i++) {
            assertThat(chunk(1 + i * 2, OPEN, OPEN, "x", End.Flag.MORE))
                    .isEqualTo(Reassembly.Step.GOES_ON);
        }
        assertThat(chunk(9, OPEN, OPEN, "x", End.Flag.MORE)).isEqualTo(Reassembly.Step.TOO_LARGE);
    }

    @Test
    void isGivenUp() {
        assertThat(chunk(1, OPEN, 5, "ab", End.Flag.ABORTED)).isEqualTo(Reassembly.Step.ABORTED);
    }

    /// Chunks in any order, overlapping and repeated, make the message, and each octet is written
    /// once; seeds are fixed.
    @Tag("RFC4975-7.3.1")
    @Test
    void anyChunksThatCoverAMessageMakeIt() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            byte[] message = new byte[1 + random.nextInt(200)];
            random.nextBytes(message);
            List<int[]> chunks = new ArrayList<>();
            for (int at = 0; at < message.length; ) {
                int to = Math.min(message.length, at + 1 + random.nextInt(30));
                chunks.add(new int[] {at, to});
                at = to - (random.nextInt(3) == 0 && to < message.length ? to - at - 1 : 0);
            }
            Collections.shuffle(chunks, random);
            var recording = new RecordingSink();
            var reassembly = new Reassembly(recording, 200, 200);
            Reassembly.Step step = Reassembly.Step.GOES_ON;
            for (int[] chunk : chunks) {
                if (step == Reassembly.Step.COMPLETE) {
                    // what is left was there before
                    break;
                }
                assertThat(step).isEqualTo(Reassembly.Step.GOES_ON);
                long total = random.nextBoolean() ? message.length : OPEN;
                long end = random.nextBoolean() ? chunk[1] : OPEN;
                assertThat(reassembly.begin(new ByteRange(chunk[0] + 1, end, total)))
                        .isEqualTo(Reassembly.Step.GOES_ON);
                int middle = chunk[0] + random.nextInt(chunk[1] - chunk[0] + 1);
                reassembly.octets(ByteSlice.of(message, chunk[0], middle - chunk[0]));
                reassembly.octets(ByteSlice.of(message, middle, chunk[1] - middle));
                boolean last = chunk[1] == message.length;
                step = reassembly.end(last ? End.Flag.LAST : End.Flag.MORE);
            }
            assertThat(step).as("seed %d", seed).isEqualTo(Reassembly.Step.COMPLETE);
            recording.complete(message.length, new NoAnswer());
            assertThat(recording.calls).containsExactly("complete " + ByteSlice.of(message).text());
        }
    }

    private static final class NoAnswer implements Completion {
        @Override
        public void accept() {}

        @Override
        public void refuse(MsrpStatus status) {}
    }
}
