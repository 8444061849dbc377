package org.fivegmc.msrp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.End;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    @Tag("RFC4975-5.1")
    @Test
    void divides() {
        var chunker = new Chunker(4_000, 2_048);
        assertThat(chunker.next(chunker.room()))
                .isEqualTo(new Chunker.Chunk(new ByteRange(1, 2_048, 4_000), End.Flag.MORE));
        assertThat(chunker.isDone()).isFalse();
        assertThat(chunker.next(100))
                .isEqualTo(new Chunker.Chunk(new ByteRange(2_049, 2_148, 4_000), End.Flag.MORE));
        assertThat(chunker.room()).isEqualTo(1_852);
        assertThat(chunker.next(1_852))
                .isEqualTo(new Chunker.Chunk(new ByteRange(2_149, 4_000, 4_000), End.Flag.LAST));
        assertThat(chunker.isDone()).isTrue();
    }

    @Tag("RFC4975-5.1")
    @Test
    void aLargeChunkLeavesItsEndOpen() {
        assertThat(new Chunker(9_000, 4_096).next(4_096).range())
                .isEqualTo(new ByteRange(1, ByteRange.OPEN, 9_000));
    }

    @Test
    void givesUp() {
        var chunker = new Chunker(10, 4);
        chunker.next(4);
        assertThat(chunker.abort())
                .isEqualTo(new Chunker.Chunk(new ByteRange(5, 4, 10), End.Flag.ABORTED));
    }

    @Test
    void takesNoMoreThanItsRoom() {
        var chunker = new Chunker(10, 4);
        assertThatThrownBy(() -> chunker.next(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chunker.next(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
