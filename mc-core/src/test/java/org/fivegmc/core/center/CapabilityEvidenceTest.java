package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.AttemptOutcome.Says;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.fivegmc.core.subscriber.Subscriber;
import org.junit.jupiter.api.Test;

/// What a device refuses is not tried again until it registers anew.
class CapabilityEvidenceTest {

    private static final UserAddress BOT = new ChatbotAddress("sip:106500@botplatform.rcs.example");

    private final SteppedCenter bench = new SteppedCenter();

    CapabilityEvidenceTest() {
        bench.register(ALICE, "alice");
    }

    private Binding device(String name) {
        return new Binding(
                new DeviceId(name),
                new Capabilities(Capabilities.PAGER | Capabilities.CHATBOT),
                bench.clock.millis(),
                bench.clock.millis() + 3_600_000,
                name.getBytes(StandardCharsets.UTF_8));
    }

    private void register(String... names) {
        bench.change(BOB, new Change.Bind(List.of(names).stream().map(this::device).toList()));
    }

    private void refuse(String cause, Says says) {
        bench.rcs.take().end(new AttemptOutcome.NotPossible(cause, says));
        bench.settle();
    }

    private Subscriber bob() {
        var found = bench.center().subscriber(BOB);
        bench.settle();
        return found.getNow(Optional.empty()).orElseThrow();
    }

    private Capabilities of(String device) {
        return bob().live(bench.clock.millis()).stream()
                .filter(b -> b.device().value().equals(device))
                .findFirst()
                .orElseThrow()
                .capabilities();
    }

    @Test
    void theSecondMessageAfterAChangeOfHandsetWastesNoAttempt() {
        register("phone");
        bench.submit(ALICE, BOB, "m1");
        bench.rcs.take().accept();
        bench.settle();
        // the same registration leads to a handset without RCS now
        bench.pass(60_000);
        bench.submit(ALICE, BOB, "m2");
        refuse("404", Says.DEVICE);
        assertThat(bench.sms.all()).hasSize(1);

        bench.pass(60_000);
        bench.submit(ALICE, BOB, "m3");
        bench.submit(BOT, BOB, "m4");
        assertThat(bench.sms.all()).hasSize(3);
        assertThat(bench.sent()).containsExactly("m1", "m2");
    }

    @Test
    void whatWasRefusedIsKnownWithItsTimeAlsoAfterARestart() {
        register("phone");
        bench.pass(5_000);
        long at = bench.clock.millis();
        bench.submit(ALICE, BOB, "m1");
        refuse("488", Says.KIND);
        bench.pass(5_000);
        bench.restart();
        assertThat(of("phone").source()).isEqualTo(Capabilities.Source.EVIDENCE);
        assertThat(of("phone").names()).isEmpty();
        assertThat(of("phone").knownAtMs(0)).isBetween(at - 1_000, at);
        assertThat(bob().lastCapabilities().source()).isEqualTo(Capabilities.Source.EVIDENCE);
        bench.submit(ALICE, BOB, "m2");
        assertThat(bench.sent()).containsExactly("m1");
    }

    @Test
    void aNewRegistrationIsBelieved() {
        register("phone");
        bench.submit(ALICE, BOB, "m1");
        refuse("404", Says.DEVICE);
        bench.pass(1_000);
        register("phone");
        bench.submit(ALICE, BOB, "m2");
        assertThat(bench.sent()).containsExactly("m1", "m2");
        assertThat(of("phone").source()).isEqualTo(Capabilities.Source.TAGS);
    }

    /// It was said of the one before.
    @Test
    void anAnswerOfAnEarlierRegistrationSaysNothing() {
        register("phone");
        bench.submit(ALICE, BOB, "m1");
        bench.pass(1_000);
        register("phone");
        refuse("404", Says.DEVICE);
        assertThat(of("phone").source()).isEqualTo(Capabilities.Source.TAGS);
        bench.submit(ALICE, BOB, "m2");
        assertThat(bench.sent()).contains("m2");
    }

    @Test
    void aDeviceThatTakesNoCardsMayTakeWhatPeopleWrite() {
        register("phone");
        bench.submit(BOT, BOB, "m1");
        refuse("488", Says.KIND);
        assertThat(of("phone").names()).containsExactly("pager");
        bench.submit(BOT, BOB, "m2");
        bench.submit(ALICE, BOB, "m3");
        assertThat(bench.sent()).containsExactly("m1", "m3");
        assertThat(bench.sms.all()).hasSize(2);
    }

    @Test
    void theOtherDevicesOfTheUserAreNotMeant() {
        register("phone", "tablet");
        bench.submit(ALICE, BOB, "m1");
        RecordingRcsChannel.Attempt first = bench.rcs.take();
        first.end(new AttemptOutcome.NotPossible("404", Says.DEVICE));
        bench.settle();
        bench.rcs.take().accept();
        bench.settle();
        bench.submit(ALICE, BOB, "m2");
        assertThat(bench.rcs.open())
                .singleElement()
                .matches(a -> !a.device().device().equals(first.device().device()));
    }

    @Test
    void aMessageThatIsRefusedForItselfSaysNothing() {
        register("phone");
        bench.submit(ALICE, BOB, "m1");
        refuse("415", Says.MESSAGE);
        bench.submit(ALICE, BOB, "m2");
        assertThat(bench.sent()).containsExactly("m1", "m2");
    }
}
