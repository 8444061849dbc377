package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.fivegmc.loadtest.demo.MatrixPlay.Fate;
import org.fivegmc.loadtest.handset.Mode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every size in every mode, whatever happens on the way: two messages of each cell arrive as they
/// were, once, in order, and both reports on each come back; what pager mode does not take is
/// refused and leaves nothing. The cells of a test are all under way at a time, with users of their
/// own, so that one crash is that of all of them.
///
/// | | pager | large | chat |
/// |---|---|---|---|
/// | 1, 1,300, 1,301 octets | arrives | arrives | arrives |
/// | 64 KiB, 1 MiB, 10 MiB | refused | arrives | arrives |
///
/// each while the recipient is there, before it registers, and with a crash before that; and what
/// has 64 KiB or more, with a crash in the midst of its transfer, to the server and from it.
@Timeout(120)
@Tag("RCC07-3.2.2")
@Tag("RCC07-3.2.3")
@Tag("RFC3428")
class SizeMatrixIT {
    private static final List<Integer> SIZES = List.of(1, 1_300, 1_301, 65_536, 1 << 20, 10 << 20);
    private static final int LONG_TRANSFER = 65_536;
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    @Test
    void arrivesWhereTheRecipientIsThere() {
        play(cells(Fate.THERE), () -> {});
    }

    @Test
    void arrivesWhenTheRecipientRegisters() {
        play(cells(Fate.AWAY), () -> {});
    }

    @Test
    void arrivesAfterACrash() {
        List<MatrixPlay> plays = cells(Fate.CRASH);
        for (Fate fate : List.of(Fate.CRASH_WHILE_SENT, Fate.CRASH_WHILE_RECEIVED)) {
            plays.addAll(
                    cells(fate).stream()
                            .filter(play ->
                                    play.octets() >= LONG_TRANSFER && play.mode() != Mode.PAGER)
                            .toList());
        }
        play(plays, SERVER::killAndStart);
    }

    private static List<MatrixPlay> cells(Fate fate) {
        List<MatrixPlay> plays = new ArrayList<>();
        for (int octets : SIZES) {
            for (Mode mode : Mode.values()) {
                plays.add(new MatrixPlay(SERVER, mode, octets, fate));
            }
        }
        return plays;
    }

    private static void play(List<MatrixPlay> plays, Runnable between) {
        together(plays, MatrixPlay::begin);
        between.run();
        together(plays, MatrixPlay::end);
    }

    private static void together(List<MatrixPlay> plays, Consumer<MatrixPlay> part) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (MatrixPlay play : plays) {
            var done = new CompletableFuture<Void>();
            all.add(done);
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            part.accept(play);
                            done.complete(null);
                        } catch (AssertionError | RuntimeException failed) {
                            done.completeExceptionally(new AssertionError(play.name(), failed));
                        }
                    });
        }
        assertThat(all).allSatisfy(done -> assertThat(done).succeedsWithin(LONG));
    }
}
