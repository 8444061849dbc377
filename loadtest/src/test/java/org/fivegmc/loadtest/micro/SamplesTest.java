package org.fivegmc.loadtest.micro;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.sip.codec.SipCheck;
import org.fivegmc.sip.codec.SipRequest;
import org.junit.jupiter.api.Test;

/// The benchmarks do what they say they measure; none of them is timed.
class SamplesTest {
    @Test
    void theMessageIsOfAHandsetsSizeAndPassesTheChecks() {
        assertThat(Samples.message()).hasSizeBetween(1_800, 2_000);
        assertThat(Samples.cpim()).hasSizeBetween(850, 950);
        SipCodecBench bench = new SipCodecBench();
        assertThat(bench.parseMessage()).isInstanceOf(SipRequest.class);
        assertThat(bench.parseAndCheckMessage()).isInstanceOf(SipCheck.Passed.class);
        assertThat(bench.write202()).isGreaterThan(200);
    }

    @Test
    void theBodyIsReadToItsHeaders() {
        assertThat(new CpimBench().parseCpim()).isNotZero();
    }

    @Test
    void theRowComesBackAsItWasWritten() {
        StoreBench bench = new StoreBench();
        assertThat(bench.writeDeliveryRow()).isEqualTo(bench.writeDeliveryRow());
        Delivery read = bench.readDeliveryRow();
        assertThat(read.message().recipient()).isEqualTo(Samples.RECIPIENT);
        assertThat(read.message().payload().body()).isEqualTo(Samples.cpim());
        assertThat(bench.readDeliveryHead().id()).isEqualTo(read.message().id());
        assertThat(bench.encodeInboxKey()).hasSizeGreaterThan(16);
    }

    @Test
    void whatIsDecidedIsWhatTheNamesSay() {
        DecisionBench bench = new DecisionBench();
        assertThat(bench.planForRegisteredUser()).isInstanceOf(RoutePlan.DeliverRcs.class);
        assertThat(bench.planForStranger()).isInstanceOf(RoutePlan.FallBack.class);
        assertThat(bench.deliver().delivery().isOver()).isTrue();
        assertThat(bench.deliver().ignored()).isFalse();
    }
}
