package org.fivegmc.loadtest.handsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.fivegmc.loadtest.handsets.Ledger.Arrival;
import org.fivegmc.loadtest.handsets.Ledger.Totals;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int A = 10;
    private static final int B = 11;

    private final Ledger ledger = new Ledger(true, true);
    private final int pair = ledger.open(A, B);

    @Test
    void whatIsAcceptedArrivesAndIsReportedIsClean() {
        accept();
        complete(0);
        assertThat(ledger.totals())
                .isEqualTo(new Totals(1, 1, 0, 1, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0))
                .returns(true, Totals::clean);
        assertThat(ledger.open()).isZero();
    }

    @Test
    void anEmptyRunProvesNothing() {
        assertThat(ledger.totals().clean()).isFalse();
    }

    @Test
    void whatIsAcceptedAndNeverComesIsMissing() {
        accept();
        assertThat(ledger.totals())
                .returns(1L, Totals::missing)
                .returns(2L, Totals::missingReports)
                .returns(false, Totals::clean);
        assertThat(ledger.missing(pair)).isEqualTo(1);
    }

    @Test
    void aReportThatDoesNotComeBackIsMissing() {
        accept();
        ledger.arrived(B, pair, 0, false);
        ledger.reported(A, pair, 0, false, false);
        assertThat(ledger.totals())
                .returns(0L, Totals::missing)
                .returns(1L, Totals::missingReports)
                .returns(false, Totals::clean);
    }

    @Test
    void reportsNotAskedForAreNotMissed() {
        Ledger plain = new Ledger(false, false);
        plain.open(A, B);
        plain.accepted(0, plain.offer(0));
        plain.arrived(B, 0, 0, false);
        assertThat(plain.totals().clean()).isTrue();
        assertThat(plain.open()).isZero();
        assertThat(plain.reported(A, 0, 0, false, false)).isEqualTo(Arrival.STRANGER);
    }

    @Test
    void deliveryAndReportsMayOvertakeTheAnswer() {
        int sequence = ledger.offer(pair);
        complete(sequence);
        assertThat(ledger.totals().completed()).isZero();
        ledger.accepted(pair, sequence);
        assertThat(ledger.totals()).returns(1L, Totals::completed).returns(true, Totals::clean);
    }

    @Test
    void aSecondArrivalIsCountedAndDroppedAlsoLongAfterwards() {
        accept();
        assertThat(ledger.arrived(B, pair, 0, false)).isEqualTo(Arrival.FIRST);
        assertThat(ledger.arrived(B, pair, 0, false)).isEqualTo(Arrival.REPEATED);
        ledger.reported(A, pair, 0, false, false);
        ledger.reported(A, pair, 0, true, false);
        assertThat(ledger.arrived(B, pair, 0, false)).isEqualTo(Arrival.REPEATED);
        assertThat(ledger.reported(A, pair, 0, true, false)).isEqualTo(Arrival.REPEATED);
        assertThat(ledger.totals())
                .returns(2L, Totals::duplicates)
                .returns(1L, Totals::duplicateReports)
                .returns(1L, Totals::arrived)
                .returns(true, Totals::clean);
    }

    @Test
    void tellsAWrongOrder() {
        accept();
        accept();
        ledger.arrived(B, pair, 1, false);
        ledger.arrived(B, pair, 0, false);
        assertThat(ledger.totals()).returns(1L, Totals::outOfOrder).returns(false, Totals::clean);
    }

    @Test
    void tellsWhatIsLate() {
        accept();
        ledger.arrived(B, pair, 0, true);
        ledger.reported(A, pair, 0, false, true);
        ledger.reported(A, pair, 0, true, false);
        assertThat(ledger.totals())
                .returns(2L, Totals::late)
                .returns(0L, Totals::missing)
                .returns(false, Totals::clean);
    }

    @Test
    void tellsWhatIsAstray() {
        accept();
        assertThat(ledger.arrived(A, pair, 0, false)).isEqualTo(Arrival.STRANGER);
        assertThat(ledger.arrived(B, pair, 1, false)).isEqualTo(Arrival.STRANGER);
        assertThat(ledger.arrived(B, pair + 1, 0, false)).isEqualTo(Arrival.STRANGER);
        assertThat(ledger.reported(B, pair, 0, false, false)).isEqualTo(Arrival.STRANGER);
        assertThat(ledger.totals()).returns(4L, Totals::strangers).returns(0L, Totals::arrived);
    }

    @Test
    void whatWasRefusedMustNotArrive() {
        accept();
        ledger.refused(pair, ledger.offer(pair));
        assertThat(ledger.arrived(B, pair, 1, false)).isEqualTo(Arrival.STRANGER);
        complete(0);
        assertThat(ledger.open()).isZero();
        assertThat(ledger.totals())
                .returns(1L, Totals::strangers)
                .returns(1L, Totals::refused)
                .returns(1L, Totals::completed);
    }

    @Test
    void aRefusedOneThatHadArrivedIsAstray() {
        int sequence = ledger.offer(pair);
        ledger.arrived(B, pair, sequence, false);
        ledger.refused(pair, sequence);
        assertThat(ledger.totals().strangers()).isEqualTo(1);
    }

    @Test
    void aPairKeepsNoMoreThanItsWindow() {
        for (int n = 0; n < Ledger.WINDOW; n++) {
            assertThat(ledger.mayOffer(pair)).isTrue();
            accept();
        }
        assertThat(ledger.mayOffer(pair)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> ledger.offer(pair));
        for (int n = 1; n < Ledger.WINDOW; n++) {
            complete(n);
        }
        assertThat(ledger.mayOffer(pair)).isFalse();
        complete(0);
        assertThat(ledger.mayOffer(pair)).isTrue();
        assertThat(ledger.open()).isZero();
        accept();
        complete(Ledger.WINDOW);
        assertThat(ledger.totals()).returns(65L, Totals::completed).returns(1L, Totals::outOfOrder);
    }

    @Test
    void pairsAreManyAndApart() {
        for (int n = 1; n < 1000; n++) {
            assertThat(ledger.open(2 * n, 2 * n + 1)).isEqualTo(n);
        }
        ledger.accepted(999, ledger.offer(999));
        assertThat(ledger.missing(999)).isEqualTo(1);
        assertThat(ledger.missing(998)).isZero();
        assertThat(ledger.recipient(999)).isEqualTo(1999);
        assertThat(ledger.recipient(pair)).isEqualTo(B);
    }

    private void accept() {
        ledger.accepted(pair, ledger.offer(pair));
    }

    private void complete(int sequence) {
        ledger.arrived(B, pair, sequence, false);
        ledger.reported(A, pair, sequence, false, false);
        ledger.reported(A, pair, sequence, true, false);
    }
}
