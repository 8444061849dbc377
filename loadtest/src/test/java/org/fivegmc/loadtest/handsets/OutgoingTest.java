package org.fivegmc.loadtest.handsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.loadtest.handsets.LoadProfile.Reports;
import org.fivegmc.loadtest.handsets.LoadProfile.Transport;
import org.fivegmc.loadtest.handsets.Transaction.Kind;
import org.junit.jupiter.api.Test;
import org.fivegmc.loadtest.wire.SipBytes;

/// Client transactions with a clock of the test's own.
class OutgoingTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final String RUN = "0000aa";
    private static final Pattern MESSAGE_ID = Pattern.compile("imdn\\.Message-ID: (\\S+)");

    private final List<String> sent = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Tally tally = new Tally();
    private final Crowd crowd = new Crowd(0, 2);
    private final Ledger ledger = new Ledger(true, true);
    private final TimerWheel timers = new TimerWheel();
    private final int pair = ledger.open(A, B);
    private boolean reliable;
    private Outgoing outgoing = outgoing();
    private long now;

    @Test
    void repeatsAsRfc3261SaysAndThenBeginsAnew() throws IOException {
        text();
        List<Long> times = new ArrayList<>(List.of(0L));
        while (now < Outgoing.TIMER_F - 10_000) {
            int before = sent.size();
            pass(10_000);
            if (sent.size() > before) {
                times.add(Math.round(now / 1e5) * 100);
            }
        }
        assertThat(times)
                .containsExactly(
                        0L, 500L, 1500L, 3500L, 7500L, 11500L, 15500L, 19500L, 23500L, 27500L,
                        31500L);
        assertThat(sent).allMatch(sent.getFirst()::equals);
        assertThat(tally.retransmitted).isEqualTo(10);
        assertThat(tally.unanswered).isZero();

        pass(20_000);
        assertThat(tally.unanswered).isEqualTo(1);
        assertThat(branch(sent.getLast())).isNotEqualTo(branch(sent.getFirst()));
        assertThat(find(MESSAGE_ID, sent.getLast())).isEqualTo(find(MESSAGE_ID, sent.getFirst()));
        answer(sent.getFirst(), "202 Accepted");
        assertThat(ended).as("the answer to the first attempt comes too late").isEmpty();
        answer(sent.getLast(), "202 Accepted");
        assertThat(ended).containsExactly("text");
        assertThat(ledger.totals().accepted()).isEqualTo(1);
        assertThat(timers.size()).isZero();
        assertThat(outgoing.unfinished()).isZero();
    }

    @Test
    void overAConnectionNothingIsRepeated() throws IOException {
        reliable = true;
        outgoing = outgoing();
        text();
        pass(Outgoing.TIMER_F - 100_000);
        assertThat(sent).hasSize(1);
        pass(200_000);
        assertThat(sent).hasSize(2);
        assertThat(tally.unanswered).isEqualTo(1);
        assertThat(tally.retransmitted).isZero();
    }

    @Test
    void aProvisionalAnswerSlowsItDown() throws IOException {
        text();
        answer(sent.getFirst(), "100 Trying");
        pass(510_000);
        assertThat(sent).hasSize(2);
        pass(3_900_000);
        assertThat(sent).hasSize(2);
        pass(200_000);
        assertThat(sent).hasSize(3);
    }

    @Test
    void comesBackAfterARefusalWhenTheServerSays() throws IOException {
        text();
        answer(sent.getFirst(), "503 Service Unavailable", "Retry-After: 7");
        assertThat(tally.refused).isEqualTo(1);
        assertThat(tally.refusedWithRetryAfter).isEqualTo(1);
        assertThat(ended).isEmpty();
        pass(6_900_000);
        assertThat(sent).hasSize(1);
        assertThat(outgoing.unfinished()).isEqualTo(1);
        pass(200_000);
        assertThat(sent).hasSize(2);
        assertThat(find(MESSAGE_ID, sent.getLast())).isEqualTo(find(MESSAGE_ID, sent.getFirst()));
        answer(sent.getLast(), "500 Server Internal Error");
        assertThat(tally.failed).isEqualTo(1);
        pass(1_100_000);
        assertThat(sent).hasSize(3);
    }

    @Test
    void anotherRefusalIsFinal() throws IOException {
        text();
        answer(sent.getFirst(), "480 Temporarily Unavailable");
        assertThat(ended).containsExactly("text");
        assertThat(tally.failed).isEqualTo(1);
        assertThat(ledger.totals().refused()).isEqualTo(1);
        assertThat(ledger.open()).isZero();
    }

    @Test
    void displayedFollowsWhenDeliveredIsAccepted() throws IOException {
        crowd.enter(A, Crowd.State.ON, now);
        outgoing.report(Kind.DELIVERED, A, pair, 0, 123, now);
        assertThat(sent).singleElement().asString().contains("<delivered/>");
        answer(sent.getFirst(), "202 Accepted");
        assertThat(sent.getLast()).contains("<displayed/>");
        answer(sent.getLast(), "202 Accepted");
        assertThat(tally.reportsAccepted).isEqualTo(2);
        assertThat(outgoing.unfinished()).isZero();
    }

    @Test
    void whoIsOutOfReachSaysItWhenItIsBack() throws IOException {
        text();
        crowd.enter(A, Crowd.State.GONE, now);
        outgoing.interrupt(A, now);
        pass(100_000_000);
        assertThat(sent).hasSize(1);
        assertThat(outgoing.unfinished()).isEqualTo(1);
        crowd.enter(A, Crowd.State.ON, now);
        outgoing.release(A, now);
        assertThat(sent).hasSize(2);
        assertThat(find(MESSAGE_ID, sent.getLast())).isEqualTo(find(MESSAGE_ID, sent.getFirst()));
    }

    @Test
    void aRegistrationThatIsNotWantedAnyMoreIsDropped() throws IOException {
        crowd.enter(B, Crowd.State.REGISTERING, now);
        outgoing.registration(Kind.REGISTER, B, now, now);
        answer(sent.getFirst(), "503 Service Unavailable");
        crowd.enter(B, Crowd.State.GONE, now);
        pass(2_000_000);
        assertThat(sent).hasSize(1);
        assertThat(ended).containsExactly("dropped");
        assertThat(outgoing.unfinished()).isZero();
    }

    private void text() throws IOException {
        crowd.enter(A, Crowd.State.ON, now);
        outgoing.text(pair, ledger.offer(pair), now, now);
    }

    private void pass(long micros) {
        long end = now + micros;
        while (now < end) {
            now = Math.min(end, now + TimerWheel.TICK);
            timers.turn(now);
        }
    }

    private void answer(String request, String status, String... headers) throws IOException {
        String via = find(Pattern.compile("(Via: [^\r]*)"), request);
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        byte[] bytes = SipBytes.ascii("SIP/2.0 " + status + "\r\n" + via + "\r\n" + more + "\r\n");
        outgoing.answered(bytes, 0, bytes.length, now);
    }

    private static String branch(String request) {
        return find(Pattern.compile("branch=([^;]+)"), request);
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private Outgoing outgoing() {
        LoadProfile profile =
                new LoadProfile(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060),
                        InetAddress.getLoopbackAddress(),
                        Transport.UDP,
                        1,
                        "rcs.local",
                        0,
                        3600,
                        900,
                        Reports.BOTH,
                        1,
                        0,
                        Optional.empty());
        RequestWriter writer =
                new RequestWriter(
                        profile, crowd, ledger, new RunClock(), new MessageKey(0xaa), RUN);
        return new Outgoing(
                profile,
                crowd,
                ledger,
                new Latencies(),
                tally,
                timers,
                writer,
                new RecordingWire(),
                new RecordingEndings(),
                RUN);
    }

    private final class RecordingEndings implements Outgoing.Endings {
        @Override
        public void textEnded(Transaction text) {
            ended.add("text");
        }

        @Override
        public void registrationEnded(Transaction registration, boolean accepted, long at) {
            ended.add(registration.kind + " " + accepted);
        }

        @Override
        public void registrationDropped() {
            ended.add("dropped");
        }
    }

    private final class RecordingWire implements Wire {
        @Override
        public Flow flow(int handset) {
            return new Flow("127.0.0.1:7000", reliable) {
                @Override
                boolean send(byte[] bytes, int length) {
                    sent.add(SipBytes.text(bytes, 0, length));
                    return true;
                }
            };
        }

        @Override
        public void hangUp(int handset) {}

        @Override
        public void close() {}
    }
}
