package org.fivegmc.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.fivegmc.sip.codec.SipWriter;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.LoopThread;
import org.fivegmc.sip.transport.SipTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RFC5626")
@SuppressWarnings("AddressSelection") // numeric addresses
class FlowTableTest {

    private long nowMs = 1_000;
    private final FlowTable table = new FlowTable(() -> Instant.ofEpochMilli(nowMs));

    private static final class Wire extends Flow {

        private final long number;
        private boolean open = true;

        Wire(SipTransport transport, long number) {
            super(
                    transport,
                    new InetSocketAddress("127.0.0.1", 5060),
                    new InetSocketAddress("192.0.2.1", 40_000));
            this.number = number;
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public LoopThread loop() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean send(SipWriter message) {
            return open;
        }

        @Override
        public Flow toPort(int port) {
            return this;
        }

        @Override
        public String viaSentBy() {
            return "";
        }

        @Override
        public void close(CloseReason reason) {
            open = false;
        }

        @Override
        public Optional<SSLSession> tls() {
            return Optional.empty();
        }
    }

    @Test
    void aConnectionIsFoundByItsNameAndKnowsItsUser() {
        var flow = new Wire(SipTransport.TCP, 1);
        table.bound(flow, Optional.of(Roles.ALICE), 5_000);
        assertThat(table.open(FlowTable.name(flow))).contains(flow);
        assertThat(table.userOf(flow)).contains(Roles.ALICE);
        table.closed(flow);
        assertThat(table.open(FlowTable.name(flow))).isEmpty();
        assertThat(table.userOf(flow)).isEmpty();
        assertThat(table.size()).isZero();
    }

    /// A NAT gives the port of a connection that is gone to somebody else.
    @Test
    void anAddressThatCameBackIsAnotherConnection() {
        var alice = new Wire(SipTransport.TCP, 1);
        table.bound(alice, Optional.of(Roles.ALICE), 5_000);
        alice.close(CloseReason.PEER);
        var bob = new Wire(SipTransport.TCP, 2);
        table.bound(bob, Optional.of(Roles.BOB), 5_000);
        assertThat(table.open(FlowTable.name(alice))).isEmpty();
        assertThat(table.open(FlowTable.name(bob))).contains(bob);
        table.closed(alice);
        assertThat(table.userOf(bob)).contains(Roles.BOB);
    }

    @Test
    void whatIsClosedIsNotRemembered() {
        var flow = new Wire(SipTransport.TLS, 3);
        flow.open = false;
        table.bound(flow, Optional.of(Roles.ALICE), 5_000);
        assertThat(table.size()).isZero();
    }

    @Test
    void datagramsProveNothing() {
        var flow = new Wire(SipTransport.UDP, 0);
        table.bound(flow, Optional.of(Roles.ALICE), 5_000);
        assertThat(table.userOf(flow)).isEmpty();
        assertThat(FlowTable.name(flow)).isEqualTo("UDP 192.0.2.1 40000");
    }

    /// As of a proxy: it leads to both, and proves neither.
    @Test
    void aConnectionOfTwoUsersProvesNone() {
        var flow = new Wire(SipTransport.TCP, 4);
        table.bound(flow, Optional.of(Roles.ALICE), 5_000);
        table.bound(flow, Optional.of(Roles.BOB), 5_000);
        assertThat(table.userOf(flow)).isEmpty();
        table.bound(flow, Optional.of(Roles.BOB), 5_000);
        assertThat(table.userOf(flow)).as("not the last one either").isEmpty();
        table.unbound(flow, Roles.ALICE);
        assertThat(table.open(FlowTable.name(flow))).contains(flow);
    }

    @Test
    void theProofEndsWithTheRegistration() {
        var flow = new Wire(SipTransport.TCP, 5);
        table.bound(flow, Optional.of(Roles.ALICE), 5_000);
        nowMs = 5_000;
        assertThat(table.userOf(flow)).isEmpty();
        assertThat(table.open(FlowTable.name(flow))).contains(flow);
        table.bound(flow, Optional.of(Roles.ALICE), 9_000);
        assertThat(table.userOf(flow)).contains(Roles.ALICE);
        table.unbound(flow, Roles.ALICE);
        assertThat(table.userOf(flow)).isEmpty();
        table.bound(flow, Optional.of(Roles.BOB), 9_000);
        assertThat(table.userOf(flow))
                .as("one after the other is one at a time")
                .contains(Roles.BOB);
    }

    @Test
    void aChangedAccountHasToBeProvenAgain() {
        var flow = new Wire(SipTransport.TCP, 6);
        table.bound(flow, Optional.of(Roles.ALICE), 5_000);
        table.forget(Roles.BOB);
        assertThat(table.userOf(flow)).contains(Roles.ALICE);
        table.forget(Roles.ALICE);
        assertThat(table.userOf(flow)).isEmpty();
        assertThat(table.open(FlowTable.name(flow))).contains(flow);
    }
}
