package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.AbortReason;
import org.fivegmc.msrp.session.Completion;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final Budget budget = new Budget(10_000);
    private final List<String> told = new ArrayList<>();
    private final Completion completion =
            new Completion() {
                @Override
                public void accept() {
                    told.add("accepted");
                }

                @Override
                public void refuse(MsrpStatus status) {
                    told.add("refused " + status.code());
                }
            };

    private Gathering gathering(int most, long total) {
        return new Gathering(
                budget,
                most,
                total,
                (message, done) -> {
                    told.add(message.text());
                    done.accept();
                });
    }

    @Test
    void piecesComeInAnyOrder() {
        Gathering sink = gathering(100, -1);
        sink.write(3, ByteSlice.of("def"));
        sink.write(0, ByteSlice.of("abc"));
        sink.complete(6, completion);
        assertThat(told).containsExactly("abcdef", "accepted");
        assertThat(budget.held()).isZero();
    }

    @Test
    void aMessageThatSaysNoLengthAndIsTooLongIsStopped() {
        Gathering sink = gathering(5, -1);
        sink.write(0, ByteSlice.of("abc"));
        sink.write(3, ByteSlice.of("def"));
        sink.complete(6, completion);
        assertThat(told).containsExactly("refused 413");
        assertThat(budget.held()).isZero();
    }

    @Test
    void withoutRoomTheSenderHasToTryAgain() {
        Gathering large = gathering(20_000, 9_000);
        Gathering sink = gathering(20_000, 2_000);
        sink.write(0, ByteSlice.of("abc"));
        sink.complete(3, completion);
        assertThat(told).containsExactly("refused 408");
        large.abort(AbortReason.SESSION_CLOSED);
        assertThat(budget.held()).isZero();
        Gathering again = gathering(20_000, 9_500);
        again.write(0, ByteSlice.of("ok"));
        again.complete(2, completion);
        assertThat(told).containsExactly("refused 408", "ok", "accepted");
    }

    @Test
    void growthIsCounted() {
        Gathering sink = gathering(20_000, -1);
        for (int i = 0; i < 4; i++) {
            sink.write(i * 1_000L, ByteSlice.of("x".repeat(1_000)));
        }
        assertThat(budget.held()).isBetween(4_000L, 8_000L);
        sink.complete(4_000, completion);
        assertThat(told).hasSize(2).last().isEqualTo("accepted");
        assertThat(budget.held()).isZero();
    }
}
