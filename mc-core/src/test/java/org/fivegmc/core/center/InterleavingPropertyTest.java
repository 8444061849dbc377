package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.CAROL;
import static org.fivegmc.core.center.SteppedCenter.submission;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.junit.jupiter.api.Test;

/// Whatever happens in whatever order: an accepted message ends exactly once, and what is delivered
/// of one conversation is delivered in its order.
class InterleavingPropertyTest {

    private static final int KINDS = 10;

    @Test
    void everyAcceptedMessageEndsOnceAndInOrder() {
        qt().withExamples(400)
                .forAll(lists().of(integers().between(0, KINDS * 12 - 1)).ofSizeBetween(1, 60))
                .checkAssert(choices -> {
                    var world = new World();
                    choices.forEach(world::happen);
                    world.finish();
                });
    }

    private static final class World {
        private final SteppedCenter bench = new SteppedCenter();
        private final Map<UserAddress, List<MessageId>> accepted = new HashMap<>();
        private final Map<UserAddress, List<MessageId>> delivered = new HashMap<>();
        private final Set<MessageId> once = new HashSet<>();
        private int submitted;

        World() {
            bench.register(BOB, "phone");
        }

        void happen(int choice) {
            int more = choice / KINDS;
            switch (choice % KINDS) {
                case 0, 1 -> submit(more % 2 == 0 ? ALICE : CAROL);
                case 2 -> bind(more % 3 == 0 ? "tablet" : "phone");
                case 3 -> register(new Change.UnbindAll());
                case 4, 5 -> accept();
                case 6 -> refuse(more);
                case 7 -> bench.center().runOneTurn();
                case 8 -> bench.pass(more * 5_000L);
                default -> disturb(more);
            }
        }

        private void bind(String device) {
            register(new Change.Bind(List.of(bench.device(device))));
        }

        private void submit(UserAddress sender) {
            bench.center()
                    .submit(
                            submission(sender, BOB, "m" + submitted++, 0),
                            answer -> {
                                if (answer instanceof Acceptance.Accepted(var id)) {
                                    accepted.computeIfAbsent(sender, _ -> new ArrayList<>())
                                            .add(id);
                                }
                            });
        }

        private void register(Change change) {
            bench.center().register(new RegistrationUpdate(BOB, true, change), _ -> {});
        }

        private void accept() {
            if (!bench.rcs.open().isEmpty()) {
                RecordingRcsChannel.Attempt attempt = bench.rcs.take();
                // devices drop what they have by its id
                if (once.add(attempt.message().id())) {
                    delivered
                            .computeIfAbsent(attempt.message().sender(), _ -> new ArrayList<>())
                            .add(attempt.message().id());
                }
                attempt.accept();
            }
        }

        private void refuse(int more) {
            if (!bench.rcs.open().isEmpty()) {
                bench.rcs
                        .take()
                        .end(
                                switch (more % 4) {
                                    case 0 -> new AttemptOutcome.Unreachable("408");
                                    case 1 -> new AttemptOutcome.Offline("480");
                                    case 2 -> new AttemptOutcome.BindingDead("430");
                                    default -> new AttemptOutcome.Later("503", more * 1_000L);
                                });
            }
        }

        private void disturb(int more) {
            if (more % 3 == 0) {
                bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
            } else {
                bench.restart();
            }
        }

        /// A message does not wait for a device to come that is there.
        private void everyDeviceHasBeenAsked() {
            var user = bench.center().subscriber(BOB);
            bench.settle();
            List<Binding> devices = user.join().orElseThrow().live(bench.clock.millis());
            var lanes = new HashSet<UserAddress>();
            for (Delivery waiting : bench.inbox(BOB)) {
                if (!lanes.add(waiting.message().sender())
                        || !(waiting.state() instanceof DeliveryState.Held)) {
                    continue;
                }
                for (Binding device : devices) {
                    assertThat(bench.rcs.all())
                            .as("%s has been asked for %s", device.device(), waiting.state())
                            .anyMatch(a ->
                                    a.message().id().equals(waiting.message().id())
                                            && a.device().device().equals(device.device()));
                }
            }
        }

        /// From here on everything works, and the devices take what comes.
        void finish() {
            bench.failNextCommits(0, StorageException.Kind.UNAVAILABLE);
            bench.settle();
            bench.pass(1_000);
            everyDeviceHasBeenAsked();
            bind("phone");
            bench.settle();
            for (int i = 0; i < 4 * submitted + 4 && !bench.inbox(BOB).isEmpty(); i++) {
                while (!bench.rcs.open().isEmpty()) {
                    accept();
                    bench.settle();
                }
                bench.pass(45_000);
            }
            assertThat(bench.inbox(BOB)).isEmpty();
            List<MessageId> ended =
                    bench.events(TrailEvent.Ended.class).stream()
                            .map(TrailEvent.Ended::trail)
                            .toList();
            assertThat(ended).doesNotHaveDuplicates();
            assertThat(ended)
                    .containsExactlyInAnyOrderElementsOf(
                            accepted.values().stream().flatMap(List::stream).toList());
            accepted.forEach((sender, ids) ->
                    assertThat(delivered.getOrDefault(sender, List.of())).isEqualTo(ids));
        }
    }
}
