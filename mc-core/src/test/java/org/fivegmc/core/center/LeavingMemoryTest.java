package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.submission;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.MemoryShardStore;
import org.fivegmc.core.storage.StorageException.Kind;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.junit.jupiter.api.Test;

/// Memory for five users, and more of them than that: everybody leaves it all the time, with and
/// without stored messages, and what is stored must be found when they come back.
class LeavingMemoryTest {

    private static final int SMALL = 5;

    private static final List<UserAddress> USERS =
            IntStream.range(0, 14)
                    .<UserAddress>mapToObj(i -> new Msisdn(8613700000000L + i))
                    .toList();

    private static SteppedCenter bench() {
        CenterConfig d = CenterConfig.DEFAULT;
        var config =
                new CenterConfig(
                        d.node(),
                        1,
                        d.queueCapacity(),
                        1,
                        SMALL,
                        d.maxInFlightPerUser(),
                        d.maxStoredPerUser(),
                        d.maxBindingsPerUser(),
                        d.lifetimeMs(),
                        d.reportLifetimeMs(),
                        d.dedupMs(),
                        d.receiptMs(),
                        d.parkedReceiptMs(),
                        d.scanLimit(),
                        d.chatbots(),
                        d.mirrorDisplayed());
        var bench = new SteppedCenter(config, DeliveryPolicy.DEFAULT);
        // takes the one place of those who stay
        bench.register(BOB, "phone");
        return bench;
    }

    private static UserAddress goneAway(SteppedCenter bench) {
        UserAddress user = USERS.getFirst();
        bench.register(user, "phone");
        bench.unregister(user);
        return user;
    }

    /// Registers without running a turn.
    private static void bind(SteppedCenter bench, UserAddress user) {
        bench.center()
                .register(
                        new RegistrationUpdate(
                                user, true, new Change.Bind(List.of(bench.device("phone")))),
                        _ -> {});
    }

    private static void makeOthersComeIn(SteppedCenter bench) {
        for (UserAddress user : USERS.subList(1, USERS.size())) {
            bench.register(user, "phone");
        }
    }

    private static Accounts accounts(SteppedCenter bench) {
        return bench.center().writer(ALICE).desks().accounts();
    }

    private static Mailboxes mailboxes(SteppedCenter bench) {
        return bench.center().writer(ALICE).desks().mailboxes();
    }

    /// Nobody is thought to have less than the store has, and who is in memory knows it exactly.
    private static void nothingIsOverlooked(SteppedCenter bench) {
        MemoryShardStore store = bench.stores().getFirst();
        for (UserAddress user : USERS) {
            var rows = new ArrayList<MessageId>();
            store.inbox(user, Account.OLDEST, row -> rows.add(row.message().id()));
            if (!accounts(bench).knows(user)) {
                assertThat(mailboxes(bench).atMost(user))
                        .as("%s has %s", user, rows)
                        .isGreaterThanOrEqualTo(rows.size());
            }
        }
        for (Account account : accounts(bench).all()) {
            if (!account.isStale()) {
                var rows = new ArrayList<MessageId>();
                store.inbox(account.address, Account.OLDEST, r -> rows.add(r.message().id()));
                if (account.isUnread()) {
                    assertThat(account.stored).isGreaterThanOrEqualTo(rows.size());
                } else {
                    assertThat(account.stored).as("%s", account.address).isEqualTo(rows.size());
                }
            }
        }
    }

    @Test
    void memoryStaysAsSmallAsItShallBe() {
        SteppedCenter bench = bench();
        makeOthersComeIn(bench);
        makeOthersComeIn(bench);
        assertThat(accounts(bench).size()).isEqualTo(SMALL);
    }

    @Test
    void whoHasNothingIsNotReadButKnownToHaveNothing() {
        SteppedCenter bench = bench();
        bench.register(USERS.getFirst(), "phone");
        makeOthersComeIn(bench);
        assertThat(accounts(bench).knows(USERS.getFirst())).isFalse();
        assertThat(mailboxes(bench).atMost(USERS.getFirst())).isZero();
    }

    @Test
    void aMessageIsFoundWhenItsRecipientComesBackAfterLeavingMemory() {
        SteppedCenter bench = bench();
        UserAddress user = goneAway(bench);
        bench.submit(ALICE, user, "one");
        makeOthersComeIn(bench);
        assertThat(accounts(bench).knows(user)).isFalse();
        bench.register(user, "phone");
        assertThat(bench.sent()).containsExactly("one");
    }

    /// The inbox is not read for a message that is only stored behind the others; who registers in
    /// the same turn gets that one too.
    @Test
    void whatOnlyWaitsReadsNothingAndIsFoundEvenInTheSameTurn() {
        SteppedCenter bench = bench();
        UserAddress user = goneAway(bench);
        bench.submit(ALICE, user, "one");
        makeOthersComeIn(bench);
        bench.submit(ALICE, user, "two");
        Account account = accounts(bench).glance(user);
        assertThat(account.isUnread()).isTrue();
        assertThat(account.stored).isEqualTo(2);
        makeOthersComeIn(bench);
        assertThat(mailboxes(bench).atMost(user)).isEqualTo(2);
        bench.center().submit(submission(BOB, user, "three", 0), _ -> {});
        bind(bench, user);
        bench.settle();
        assertThat(bench.sent()).containsExactly("one", "three");
        bench.rcs.take().end(new AttemptOutcome.Accepted(true));
        bench.settle();
        assertThat(bench.sent()).containsExactly("one", "three", "two");
        nothingIsOverlooked(bench);
    }

    /// What waits for a gateway rests until its recipient is heard of; that they registered before
    /// their inbox was read must not be forgotten over reading it.
    @Test
    void whatWaitsForAGatewayIsWokenByWhoRegistersFromOutsideOfMemory() {
        SteppedCenter bench = bench();
        UserAddress user = USERS.getFirst();
        bench.sms.plan(new SmsPlan.NotNow(RouteReason.NO_GATEWAY, 3_600_000));
        bench.submit(ALICE, user, "one");
        assertThat(bench.inbox(user))
                .extracting(Delivery::state)
                .allMatch(s ->
                        s instanceof DeliveryState.Held h && h.reason() == HoldReason.NO_GATEWAY);
        makeOthersComeIn(bench);
        assertThat(accounts(bench).knows(user)).isFalse();
        bench.register(user, "phone");
        assertThat(bench.sent()).containsExactly("one");
    }

    @Test
    void aRegistrationIsNotForgottenWhenTheDrainBehindItFails() {
        SteppedCenter bench = bench();
        UserAddress user = USERS.getFirst();
        bench.sms.plan(new SmsPlan.NotNow(RouteReason.NO_GATEWAY, 3_600_000));
        bench.submit(ALICE, user, "one");
        makeOthersComeIn(bench);
        bind(bench, user);
        bench.center().runOneTurn();
        bench.failNextCommits(1, Kind.UNAVAILABLE);
        bench.settle();
        bench.pass(1_000);
        assertThat(bench.sent()).containsExactly("one");
    }

    @Test
    void theLimitOfAMailboxHoldsExactlyThoughItsInboxWasNotRead() {
        SteppedCenter bench = bench();
        UserAddress user = goneAway(bench);
        int limit = CenterConfig.DEFAULT.maxStoredPerUser();
        for (int i = 0; i < limit - 1; i++) {
            bench.submit(ALICE, user, "m" + i);
        }
        makeOthersComeIn(bench);
        assertThat(accounts(bench).glance(user).isUnread()).isTrue();
        assertThat(bench.submit(ALICE, user, "last")).isInstanceOf(Acceptance.Accepted.class);
        assertThat(bench.submit(ALICE, user, "more")).isInstanceOf(Acceptance.Refused.class);
        assertThat(accounts(bench).glance(user).isUnread()).isFalse();
    }

    @Test
    void aMessageIsFoundAfterARestartBeforeAndAfterAllRowsWereLookedAt() {
        SteppedCenter bench = bench();
        UserAddress user = goneAway(bench);
        bench.submit(ALICE, user, "one");
        bench.crash();
        assertThat(mailboxes(bench).isLearning(bench.clock.millis())).isTrue();
        nothingIsOverlooked(bench);
        bench.settle();
        assertThat(mailboxes(bench).isLearning(bench.clock.millis())).isFalse();
        makeOthersComeIn(bench);
        bench.register(user, "phone");
        assertThat(bench.sent()).containsExactly("one");
    }

    /// The commit that stored the message was answered with a failure, its recipient was read anew,
    /// left, and only then the store shows it.
    @Test
    void aCommitThatShowsLaterIsFoundThoughItsUserHasLeft() {
        SteppedCenter bench = bench();
        UserAddress user = goneAway(bench);
        bench.stores().getFirst().hideNextCommit();
        bench.submit(ALICE, user, "one");
        bench.pass(1_000);
        assertThat(bench.center().subscriber(user)).isNotDone();
        bench.settle();
        makeOthersComeIn(bench);
        assertThat(accounts(bench).knows(user)).isFalse();
        bench.stores().getFirst().reopen();
        bench.pass(1_000);
        nothingIsOverlooked(bench);
        bench.register(user, "phone");
        assertThat(bench.sent()).containsExactly("one");
    }

    @Test
    void whoComesBackSoonStaysLongerThanWhoIsNew() {
        SteppedCenter bench = bench();
        UserAddress user = USERS.getFirst();
        makeOthersComeIn(bench);
        bench.register(user, "phone");
        USERS.subList(1, 7).forEach(u -> bench.register(u, "phone"));
        assertThat(accounts(bench).knows(user)).isFalse();
        bench.register(user, "phone");
        List<UserAddress> strangers =
                IntStream.range(0, 30)
                        .<UserAddress>mapToObj(i -> new Msisdn(8613600000000L + i))
                        .toList();
        strangers.forEach(u -> bench.register(u, "phone"));
        assertThat(accounts(bench).knows(user)).isTrue();
    }

    @Test
    void whateverHappensNothingStoredIsOverlooked() {
        qt().withExamples(150)
                .forAll(lists().of(integers().between(0, 10 * 60 - 1)).ofSizeBetween(1, 120))
                .checkAssert(choices -> {
                    var world = new World();
                    choices.forEach(world::happen);
                    world.finish();
                });
    }

    private static final class World {
        private final SteppedCenter bench = bench();
        private final Set<MessageId> accepted = new HashSet<>();
        private int submitted;

        World() {
            USERS.forEach(u -> bench.register(u, "phone"));
        }

        void happen(int choice) {
            int more = choice / 10;
            UserAddress user = USERS.get(more % USERS.size());
            switch (choice % 10) {
                case 0, 1, 2 -> submit(user);
                case 3 -> register(user, new Change.Bind(List.of(bench.device("phone"))));
                case 4 -> register(user, new Change.UnbindAll());
                case 5 -> answer(new AttemptOutcome.Accepted(true));
                case 6 -> answer(new AttemptOutcome.Unreachable("408"));
                case 7 -> bench.center().runOneTurn();
                case 8 -> bench.pass(more * 1_000L);
                default -> disturb(more);
            }
            if (bench.commits() % 3 == 0) {
                bench.settle();
                nothingIsOverlooked(bench);
            }
        }

        private void submit(UserAddress user) {
            bench.center()
                    .submit(
                            submission(ALICE, user, "m" + submitted++, 0),
                            answer -> {
                                if (answer instanceof Acceptance.Accepted(var id)) {
                                    accepted.add(id);
                                }
                            });
        }

        private void register(UserAddress user, Change change) {
            bench.center().register(new RegistrationUpdate(user, true, change), _ -> {});
        }

        private void answer(AttemptOutcome outcome) {
            if (!bench.rcs.open().isEmpty()) {
                bench.rcs.take().end(outcome);
            }
        }

        private void disturb(int more) {
            switch (more % 4) {
                case 0 -> bench.failNextCommits(1, Kind.UNAVAILABLE);
                case 1 -> bench.stores().getFirst().loseNextAnswers(1);
                case 2 -> bench.restart();
                default -> bench.crash();
            }
        }

        void finish() {
            bench.failNextCommits(0, Kind.UNAVAILABLE);
            bench.settle();
            bench.pass(1_000);
            nothingIsOverlooked(bench);
            for (int i = 0; i < 4 * submitted + 4; i++) {
                for (UserAddress user : USERS) {
                    if (!bench.inbox(user).isEmpty()) {
                        register(user, new Change.Bind(List.of(bench.device("phone"))));
                        bench.settle();
                    }
                }
                while (!bench.rcs.open().isEmpty()) {
                    answer(new AttemptOutcome.Accepted(true));
                    bench.settle();
                }
                if (USERS.stream().allMatch(u -> bench.inbox(u).isEmpty())) {
                    break;
                }
                bench.pass(45_000);
            }
            nothingIsOverlooked(bench);
            // what was stored is gone, and not without having been sent
            assertThat(USERS).allMatch(u -> bench.inbox(u).isEmpty());
            assertThat(bench.rcs.all().stream().map(a -> a.message().id()).toList())
                    .containsAll(accepted);
        }
    }
}
