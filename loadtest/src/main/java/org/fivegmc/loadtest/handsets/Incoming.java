package org.fivegmc.loadtest.handsets;

import static org.fivegmc.loadtest.wire.SipBytes.ascii;

import java.io.IOException;
import org.fivegmc.loadtest.handsets.Ledger.Arrival;
import org.fivegmc.loadtest.handsets.Transaction.Kind;
import org.fivegmc.loadtest.wire.SipBytes;

/// The requests that reach the handsets of a loop: answered, booked, and reported on when the
/// sender asked for it. A handset out of reach hears nothing and answers nothing.
///
/// Thread: one.
final class Incoming {
    private static final byte[] MESSAGE = ascii("MESSAGE ");
    private static final byte[] ACK = ascii("ACK ");
    private static final byte[] MESSAGE_ID = ascii("Message-ID:");
    private static final byte[] DISPOSITION = ascii("Disposition-Notification:");
    private static final byte[] POSITIVE = ascii("positive-delivery");
    private static final byte[] ABOUT = ascii("message-id>");
    private static final byte[] STATUS = ascii("status>");
    private static final byte[] DELIVERED = ascii("delivered");
    private static final byte[] DISPLAYED = ascii("displayed");

    private final LoadProfile profile;
    private final Crowd crowd;
    private final Ledger ledger;
    private final Latencies latencies;
    private final Tally tally;
    private final Outgoing outgoing;
    private final MessageKey key;
    private final MessageKey token;
    private final AnswerWriter answers = new AnswerWriter("hs");
    private final TransactionFilter seen = new TransactionFilter();
    private final Draft draft = new Draft();

    Incoming(
            LoadProfile profile,
            Crowd crowd,
            Ledger ledger,
            Latencies latencies,
            Tally tally,
            Outgoing outgoing,
            int run) {
        this.profile = profile;
        this.crowd = crowd;
        this.ledger = ledger;
        this.latencies = latencies;
        this.tally = tally;
        this.outgoing = outgoing;
        this.key = new MessageKey(run);
        this.token = new MessageKey(run);
    }

    void request(Flow flow, byte[] in, int from, int head, int to, long now) throws IOException {
        if (SipBytes.startsWith(in, from, to, ACK)) {
            return;
        }
        int line = SipBytes.lineEnd(in, from, head);
        int handset = crowd.handset(in, from, line);
        if (handset >= 0 && !crowd.reachable(handset)) {
            tally.ignored++;
            return;
        }
        answers.ok(draft, in, from, head);
        if (!flow.send(draft.bytes(), draft.length())) {
            tally.dropped++;
        }
        if (!SipBytes.startsWith(in, from, to, MESSAGE)) {
            return;
        }
        if (!seen.add(transaction(in, from, head))) {
            tally.repeated++;
        } else if (handset < 0) {
            ledger.stranger();
        } else {
            message(handset, in, head, to, now);
        }
    }

    private static long transaction(byte[] in, int from, int head) {
        int branch = SipBytes.branch(in, from, head);
        int id = SipBytes.header(in, from, head, "call-id", 'i');
        long hash =
                branch < 0
                        ? 0
                        : TransactionFilter.hash(
                                0, in, branch, SipBytes.tokenEnd(in, branch, head));
        return id < 0 ? hash : TransactionFilter.hash(hash, in, id, SipBytes.lineEnd(in, id, head));
    }

    private void message(int handset, byte[] in, int body, int to, long now) throws IOException {
        int id = SipBytes.indexOf(in, body, to, MESSAGE_ID);
        int value = id < 0 ? to : skipBlanks(in, id + MESSAGE_ID.length, to);
        boolean ours = key.read(in, value, to);
        if (ours && key.kind() == MessageKey.TEXT) {
            text(handset, in, value, to, now);
        } else {
            report(handset, ours, in, value, to, now);
        }
    }

    private void text(int handset, byte[] in, int value, int to, long now) throws IOException {
        int mark = SipBytes.indexOf(in, value, to, RequestWriter.TOKEN);
        boolean marked = mark >= 0 && token.read(in, mark + RequestWriter.TOKEN.length, to);
        if (!marked || token.pair() != key.pair() || token.sequence() != key.sequence()) {
            ledger.altered();
            return;
        }
        boolean late = isLate(handset, key.micros(), now);
        Arrival arrival = ledger.arrived(handset, key.pair(), key.sequence(), late);
        if (arrival != Arrival.FIRST) {
            return;
        }
        latencies.arrived(Math.max(key.micros(), crowd.since(handset)), now);
        int asked = SipBytes.indexOf(in, value, to, DISPOSITION);
        if (asked >= 0
                && SipBytes.indexOf(in, asked, SipBytes.lineEnd(in, asked, to), POSITIVE) >= 0) {
            outgoing.report(Kind.DELIVERED, handset, key.pair(), key.sequence(), key.micros(), now);
        }
    }

    /// One or several reports in a body, of a handset or, without an id of ours, of the network.
    private void report(int handset, boolean ours, byte[] in, int value, int to, long now) {
        long sent = ours ? key.micros() : now;
        int about = SipBytes.indexOf(in, value, to, ABOUT);
        if (about < 0) {
            ledger.stranger();
            return;
        }
        while (about >= 0) {
            int next = SipBytes.indexOf(in, closing(in, about, to), to, ABOUT);
            int end = next < 0 ? to : next;
            int status = SipBytes.indexOf(in, about, end, STATUS);
            boolean displayed = status >= 0 && SipBytes.indexOf(in, status, end, DISPLAYED) >= 0;
            boolean delivered = status >= 0 && SipBytes.indexOf(in, status, end, DELIVERED) >= 0;
            if ((displayed || delivered) && key.read(in, about + ABOUT.length, to)) {
                boolean late = isLate(handset, sent, now);
                Arrival arrival =
                        ledger.reported(handset, key.pair(), key.sequence(), displayed, late);
                if (arrival == Arrival.FIRST) {
                    latencies.reported(
                            displayed, Math.max(key.micros(), crowd.since(handset)), now);
                }
            } else {
                ledger.stranger();
            }
            about = next;
        }
    }

    /// Behind the closing tag of the element that opens at `about`.
    private static int closing(byte[] in, int about, int to) {
        int close = SipBytes.indexOf(in, about + ABOUT.length, to, ABOUT);
        return close < 0 ? to : close + ABOUT.length;
    }

    /// Who was away cannot have had it before it came back.
    private boolean isLate(int handset, long sent, long now) {
        return now - Math.max(sent, crowd.since(handset)) > profile.lateMicros();
    }

    private static int skipBlanks(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] == ' ') {
            at++;
        }
        return at;
    }
}
