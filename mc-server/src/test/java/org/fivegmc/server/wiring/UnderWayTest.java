package org.fivegmc.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.core.center.SteppedCenter;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.junit.jupiter.api.Test;

class UnderWayTest {

    private static final Message MESSAGE =
            Message.of(
                    new MessageId(1, 2),
                    SteppedCenter.submission(SteppedCenter.ALICE, SteppedCenter.BOB, "m", 0),
                    0,
                    1_000);
    private static final Binding DEVICE =
            new Binding(
                    new DeviceId("d"),
                    new Capabilities(Capabilities.PAGER),
                    0,
                    1_000,
                    "c".getBytes(StandardCharsets.UTF_8));

    private final List<Consumer<AttemptOutcome>> sent = new ArrayList<>();
    private final UnderWay underWay = new UnderWay((_, _, done) -> sent.add(done));

    @Test
    void whatWaitsForItsAnswerIsCounted() {
        underWay.send(MESSAGE, DEVICE, _ -> {});
        assertThat(underWay.count()).isEqualTo(1);
        sent.getFirst().accept(new AttemptOutcome.Accepted(true));
        assertThat(underWay.count()).isZero();
    }

    @Test
    void aListenerThatFailsDoesNotStayUnderWay() {
        underWay.send(
                MESSAGE,
                DEVICE,
                _ -> {
                    throw new IllegalStateException("broken");
                });
        assertThatThrownBy(() -> sent.getFirst().accept(new AttemptOutcome.Accepted(true)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(underWay.count()).isZero();
    }

    @Test
    void nothingIsSentAfterTheStop() {
        underWay.stop();
        underWay.send(MESSAGE, DEVICE, _ -> {});
        assertThat(sent).isEmpty();
        assertThat(underWay.count()).isZero();
    }
}
