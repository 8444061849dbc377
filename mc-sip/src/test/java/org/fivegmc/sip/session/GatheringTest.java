package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.AbortReason;
import org.fivegmc.msrp.session.Completion;
import org.fivegmc.msrp.session.MessageStart;
import org.fivegmc.sip.Roles;
import org.fivegmc.wire.ByteSlice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final Budget budget = new Budget(70_000);
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

    private final Drafts bodies = new Drafts();

    /// Keeps octets and says what became of a draft when it is told to.
    private static final class Drafts implements BodyStore {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private boolean fails;
        private boolean tooMuch;
        private @Nullable UserAddress owner;
        private int discarded;

        @Override
        public Draft draft(UserAddress sender, long keepUntilMs) {
            owner = sender;
            return new Draft() {
                @Override
                public boolean write(
                        long offset, byte[] more, int from, int length, Runnable resume) {
                    assertThat(offset).isEqualTo(octets.size());
                    octets.write(more, from, length);
                    return false;
                }

                @Override
                public @Nullable String failure() {
                    return null;
                }

                @Override
                public void finish(long total, Consumer<Kept> done) {
                    if (tooMuch) {
                        done.accept(new Kept.TooMuch("much"));
                    } else if (fails) {
                        done.accept(new Kept.Failed("disk"));
                    } else {
                        done.accept(new Kept.Stored(new BodyRef("b", total)));
                    }
                }

                @Override
                public void discard() {
                    discarded++;
                }
            };
        }

        @Override
        public Reader open(BodyRef ref) {
            throw new AssertionError();
        }

        @Override
        public void delete(BodyRef ref) {
            throw new AssertionError();
        }
    }

    @Test
    void aLargeMessageGoesToTheStoreOfBodies() {
        for (long said : new long[] {100_000, -1}) {
            told.clear();
            bodies.octets.reset();
            Gathering sink = gathering(200_000, said);
            int at = 0;
            while (at < 100_000) {
                boolean goesOn = sink.write(at, ByteSlice.of("x".repeat(1_000)));
                at += 1_000;
                // the store says when it has enough
                assertThat(goesOn).isEqualTo(said < 0 && at <= Gathering.IN_MEMORY);
            }
            sink.complete(at, completion);
            assertThat(told).containsExactly("head of 8192, 100000 in all", "accepted", "over");
            assertThat(bodies.octets.size()).isEqualTo(100_000);
            assertThat(budget.held()).isZero();
        }
    }

    @Test
    void aDiskThatFailsIsAskedAgainLater() {
        bodies.fails = true;
        Gathering sink = gathering(200_000, 100_000);
        sink.write(0, ByteSlice.of("x".repeat(100_000)));
        sink.complete(100_000, completion);
        assertThat(told).containsExactly("refused 408", "over");
    }

    /// Asking again at once is of no use.
    @Test
    void aSenderWhoHasTooMuchHereIsToldToStop() {
        bodies.tooMuch = true;
        Gathering sink = gathering(200_000, 100_000);
        sink.write(0, ByteSlice.of("x".repeat(100_000)));
        sink.complete(100_000, completion);
        assertThat(told).containsExactly("refused 413", "over");
        assertThat(bodies.owner).isEqualTo(Roles.ALICE);
    }

    @Test
    void whatIsGivenUpIsNotKept() {
        Gathering sink = gathering(200_000, 100_000);
        sink.write(0, ByteSlice.of("x".repeat(1_000)));
        sink.abort(AbortReason.SENDER);
        assertThat(bodies.discarded).isEqualTo(1);
        assertThat(budget.held()).isZero();
    }

    private Gathering gathering(int most, long total) {
        return new Gathering(
                new Gathering.Room(budget, bodies, 1_000),
                Roles.ALICE,
                most,
                new MessageStart("m", "message/cpim", total, () -> {}),
                0,
                (message, body, done) -> {
                    told.add(
                            body == null
                                    ? message.text()
                                    : "head of %d, %d in all"
                                            .formatted(message.length(), body.octets()));
                    done.accept();
                },
                () -> told.add("over"));
    }

    @Test
    @Tag("RFC4975-7.3.1")
    void piecesComeInAnyOrder() {
        Gathering sink = gathering(100, -1);
        sink.write(3, ByteSlice.of("def"));
        sink.write(0, ByteSlice.of("abc"));
        sink.complete(6, completion);
        assertThat(told).containsExactly("abcdef", "accepted", "over");
        assertThat(budget.held()).isZero();
    }

    @Test
    @Tag("RFC4975-10.5")
    void aMessageThatSaysNoLengthAndIsTooLongIsStopped() {
        Gathering sink = gathering(5, -1);
        sink.write(0, ByteSlice.of("abc"));
        sink.write(3, ByteSlice.of("def"));
        sink.complete(6, completion);
        assertThat(told).containsExactly("refused 413", "over");
        assertThat(budget.held()).isZero();
    }

    @Test
    void withoutRoomTheSenderHasToTryAgain() {
        Gathering large = gathering(200_000, 64_000);
        // what is only said costs its sender nothing, and takes nothing from others
        assertThat(budget.held()).isEqualTo(2_048);
        large.write(0, ByteSlice.of("x".repeat(64_000)));
        Gathering sink = gathering(200_000, 8_000);
        sink.write(0, ByteSlice.of("x".repeat(8_000)));
        sink.complete(8_000, completion);
        assertThat(told).containsExactly("refused 408", "over");
        large.abort(AbortReason.SESSION_CLOSED);
        assertThat(budget.held()).isZero();
        told.clear();
        Gathering again = gathering(200_000, 2);
        again.write(0, ByteSlice.of("ok"));
        again.complete(2, completion);
        assertThat(told).containsExactly("ok", "accepted", "over");
    }

    @Test
    void growthIsCounted() {
        Gathering sink = gathering(200_000, -1);
        for (int i = 0; i < 4; i++) {
            sink.write(i * 1_000L, ByteSlice.of("x".repeat(1_000)));
        }
        assertThat(budget.held()).isBetween(4_000L, 8_000L);
        sink.complete(4_000, completion);
        assertThat(told).hasSize(3).last().isEqualTo("over");
        assertThat(budget.held()).isZero();
    }
}
