package org.fivegmc.loadtest.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();
    private final Ledger.Conversation pair = ledger.open("+861", "+862");

    @Test
    void whatIsAcceptedAndComesOnceIsClean() {
        Ledger.Message one = accepted();
        deliver(one, "t1");
        deliver(one, "t1");
        assertThat(ledger.totals())
                .isEqualTo(new Ledger.Totals(1, 1, 0, 1, 0, 1, 0, 0, 0, 0))
                .returns(true, Ledger.Totals::clean);
    }

    @Test
    void whatIsAcceptedAndNeverComesIsMissing() {
        accepted();
        assertThat(ledger.totals())
                .returns(1L, Ledger.Totals::missing)
                .returns(false, Ledger.Totals::clean);
    }

    @Test
    void anEmptyRunProvesNothing() {
        assertThat(ledger.totals().clean()).isFalse();
    }

    @Test
    void deliveryMayOvertakeTheAnswer() {
        Ledger.Message one = ledger.offer(pair);
        deliver(one, "t1");
        ledger.accepted(one);
        assertThat(ledger.totals().clean()).isTrue();
    }

    @Test
    void aSecondDeliveryIsADuplicateOnTheWireAndUnderAnotherIdAlsoToTheReader() {
        Ledger.Message one = accepted();
        deliver(one, "t1");
        deliver(one, "t2");
        assertThat(ledger.totals())
                .returns(1L, Ledger.Totals::duplicatesOnWire)
                .returns(true, Ledger.Totals::clean);
        ledger.delivered("+862", "another", one.token(), "t3");
        assertThat(ledger.totals())
                .returns(1L, Ledger.Totals::duplicatesAfterDedup)
                .returns(false, Ledger.Totals::clean);
    }

    @Test
    void countsWhatCameLateAndWhatWentAstray() {
        Ledger.Message one = accepted();
        Ledger.Message two = accepted();
        deliver(two, "t2");
        deliver(one, "t1");
        assertThat(ledger.totals().outOfOrder()).isEqualTo(1);
        ledger.delivered("+863", accepted().imdnId(), "t", "t3");
        assertThat(ledger.totals().strangers()).isEqualTo(1);
    }

    @Test
    void optionsSayWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerOptions.parse(List.of("--port", "5060")))
                .withMessageContaining("--server-command");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> LedgerOptions.parse(List.of("--server-command", "x", "--rate", "0")))
                .withMessageContaining("--rate must be a whole number from 1");
    }

    private Ledger.Message accepted() {
        Ledger.Message message = ledger.offer(pair);
        ledger.accepted(message);
        return message;
    }

    private void deliver(Ledger.Message message, String transaction) {
        ledger.delivered("+862", message.imdnId(), message.token(), transaction);
    }
}
