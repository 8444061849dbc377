package org.fivegmc.loadtest.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class RequestIdTest {
    @Test
    void carriesSequenceAndSlot() {
        long id = RequestId.of(SequenceSet.LIMIT - 1, RequestId.MAX_SLOTS - 1);
        assertThat(id).isPositive();
        assertThat(RequestId.sequence(id)).isEqualTo(SequenceSet.LIMIT - 1);
        assertThat(RequestId.slot(id)).isEqualTo(RequestId.MAX_SLOTS - 1);
    }

    @Test
    void isFoundWhereverItStands() {
        String text = "branch=z9hG4bKa" + Texts.id(77, 5) + ";rport";
        MemorySegment in = Texts.segment(text);
        for (long guess : new long[] {-1, 0, 3, 15, 16, 10_000}) {
            long at = Texts.RUN.find(in, 0, text.length(), guess);
            assertThat(at).as("guess " + guess).isEqualTo(15);
            assertThat(RequestId.read(in, at)).isEqualTo(RequestId.of(77, 5));
        }
    }

    @Test
    void isNotFoundWhereItIsCutOrOfAnotherRun() {
        String text = "branch=z9hG4bKa" + Texts.id(77, 5);
        MemorySegment in = Texts.segment(text);
        assertThat(Texts.RUN.find(in, 0, text.length() - 1, -1)).isNegative();
        String other = "z9hG4bKa" + other().runText() + "0000000000000000";
        assertThat(Texts.RUN.find(Texts.segment(other), 0, other.length(), 8)).isNegative();
        String broken = Texts.RUN.runText() + "000000000000000x";
        assertThat(RequestId.read(Texts.segment(broken), 0)).isEqualTo(RequestId.NONE);
    }

    private static RequestId other() {
        RequestId other = RequestId.ofRun();
        return other.runText().equals(Texts.RUN.runText()) ? other() : other;
    }
}
