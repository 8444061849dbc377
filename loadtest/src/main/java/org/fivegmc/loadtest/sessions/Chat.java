package org.fivegmc.loadtest.sessions;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Two users in a chat: the first calls and writes, the second is called by the server and reads.
/// Both connect to the server's MSRP. One message at a time is under way. Thread: the loop's.
final class Chat {
    private static final int OK = 200;
    private static final int BUSY = 486;

    private final Crowd crowd;
    private final int number;
    private final SipLink callerLink;
    private final SipLink calleeLink;
    private String callId = "";
    private String dialogTo = "";
    private String dialogTarget = "";
    private @Nullable Msrp writing;
    private @Nullable Msrp reading;
    private String calleeCallId = "";
    private String calleeFrom = "";
    private String calleeTo = "";
    private String calleeTarget = "";
    private boolean calleeUp;
    private int calls;
    private int messages;
    private boolean opened;
    private boolean leaving;
    private boolean callerGone;

    /// The second user has sent a BYE.
    private boolean calleeLeaving;

    private boolean answered;
    private boolean came;
    private long crc;
    private long octets;

    /// When the message under way was to be sent.
    private long due;

    /// What happens next is the crowd's to say.
    interface Crowd {
        Loop loop();

        Users users();

        Tally tally();

        /// The octets of message `sequence`.
        byte[] text(String imdnId);

        int chunk();

        /// Whether the server ends the sessions it has opened: that of a large message.
        boolean serverHangsUp();

        void remember(String callId, Chat chat);

        void forget(String callId);

        /// The chat is there and idle.
        void idle(Chat chat) throws IOException;

        /// The first user has left.
        void callerLeft(Chat chat);

        /// The chat is over.
        void over(Chat chat) throws IOException;
    }

    Chat(Crowd crowd, int number, SipLink callerLink, SipLink calleeLink) {
        this.crowd = crowd;
        this.number = number;
        this.callerLink = callerLink;
        this.calleeLink = calleeLink;
    }

    /// Marks it as open, unless it is; whether it was not.
    boolean becomesOpen() {
        boolean first = !opened;
        opened = true;
        return first;
    }

    private int caller() {
        return 2 * number;
    }

    private int callee() {
        return 2 * number + 1;
    }

    boolean isIdle() {
        return writing != null && answered && came;
    }

    void call(long now) throws IOException {
        due = now;
        leaving = false;
        callerGone = false;
        calleeLeaving = false;
        callId = "a%d-%dx%s".formatted(number, ++calls, crowd.users().run());
        crowd.remember(callId, this);
        answered = false;
        came = false;
        callerLink.send(
                crowd.users()
                        .invite(
                                caller(),
                                callee(),
                                callerLink.localPort(),
                                callId,
                                crowd.users().offer(path("a"))));
    }

    private String path(String side) {
        return "msrp://127.0.0.1:9/%s%dx%dx%s;tcp"
                .formatted(side, number, calls, crowd.users().run());
    }

    /// The answer to the INVITE.
    void established(SipText answer) throws IOException {
        dialogTo = answer.header("To");
        dialogTarget = answer.contact();
        callerLink.send(inDialog("ACK", 1));
        Msrp end = connected(path("a"), answer.attribute("path"), new Writing());
        writing = end;
        write(due);
    }

    private String inDialog(String method, int cseq) throws IOException {
        return crowd.users()
                .inDialog(
                        method,
                        dialogTarget,
                        crowd.users().from(caller(), "a"),
                        callerLink.localPort(),
                        dialogTo,
                        callId,
                        cseq);
    }

    private Msrp connected(String ours, String theirs, Msrp.Owner owner) throws IOException {
        Msrp end = new Msrp(ours, theirs, owner);
        end.over(Link.connect(crowd.loop(), point(theirs), end));
        return end;
    }

    private static InetSocketAddress point(String path) {
        int host = path.indexOf("://") + 3;
        int slash = path.indexOf('/', host);
        String place = path.substring(host, slash < 0 ? path.length() : slash);
        int colon = place.lastIndexOf(':');
        return new InetSocketAddress(
                place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
    }

    /// The next message; the chat is idle.
    ///
    /// @param at when it is due
    void write(long at) throws IOException {
        Msrp end = writing;
        if (end == null) {
            return;
        }
        due = at;
        answered = false;
        came = false;
        byte[] text = crowd.text(imdnId(++messages));
        octets = text.length;
        crc = Tally.crc(text);
        end.send(text, crowd.chunk());
    }

    private String imdnId(int sequence) {
        return "s" + number + "-" + sequence + "-" + callId.hashCode();
    }

    /// The server calls the second user.
    void called(SipText invite) throws IOException {
        if (leaving) {
            calleeLink.send(invite.answer(BUSY, "b", "", "", ""));
            return;
        }
        reading = hungUp(reading);
        Msrp end = connected(path("b"), invite.attribute("path"), new Reading());
        reading = end;
        crowd.forget(calleeCallId);
        calleeCallId = invite.header("Call-ID");
        calleeFrom = invite.header("To") + ";tag=b";
        calleeTo = invite.header("From");
        calleeTarget = invite.contact();
        calleeUp = true;
        crowd.remember(calleeCallId, this);
        calleeLink.send(
                invite.answer(
                        OK,
                        "b",
                        crowd.users().contact(callee(), calleeLink.localPort()) + "\r\n",
                        Users.SDP,
                        crowd.users().answer(path("b"))));
        end.greet();
    }

    /// Ends it.
    void leave() throws IOException {
        leaving = true;
        callerLink.send(inDialog("BYE", 2));
    }

    /// The second user leaves too. Not at once: its answer to the message travels on another
    /// connection than its BYE, and a server that sees the BYE first must send the message again.
    void calleeLeaves() throws IOException {
        if (!calleeUp) {
            crowd.over(this);
            return;
        }
        if (crowd.serverHangsUp()) {
            callerGone = true;
            return;
        }
        calleeLeaving = true;
        calleeLink.send(
                crowd.users()
                        .inDialog(
                                "BYE",
                                calleeTarget,
                                calleeFrom,
                                calleeLink.localPort(),
                                calleeTo,
                                calleeCallId,
                                1));
    }

    /// A BYE of one of them was answered.
    void left(String endedCallId) throws IOException {
        boolean caller = endedCallId.equals(callId);
        ended(endedCallId);
        if (caller) {
            crowd.callerLeft(this);
        } else {
            crowd.over(this);
        }
    }

    private void ended(String endedCallId) {
        crowd.forget(endedCallId);
        if (endedCallId.equals(callId)) {
            writing = hungUp(writing);
        } else {
            calleeUp = false;
            reading = hungUp(reading);
        }
    }

    private static @Nullable Msrp hungUp(@Nullable Msrp end) {
        if (end != null) {
            end.close();
        }
        return null;
    }

    /// The server ended a session.
    void thrownOut(SipLink over, SipText bye) throws IOException {
        over.send(bye.answer(OK, "b", "", "", ""));
        String endedCallId = bye.header("Call-ID");
        if (endedCallId.equals(callId)) {
            crowd.tally().failed++;
        }
        ended(endedCallId);
        // of two BYEs that cross the answer is not waited for: its call is forgotten
        if (callerGone || calleeLeaving) {
            callerGone = false;
            calleeLeaving = false;
            crowd.over(this);
        }
    }

    /// The INVITE was refused.
    void failed(SipText answer) throws IOException {
        callerLink.send(
                crowd.users().ack(caller(), callee(), callerLink.localPort(), answer, callId));
        crowd.tally().failed++;
        ended(callId);
        crowd.over(this);
    }

    private void progressed() throws IOException {
        if (answered && came) {
            crowd.idle(this);
        }
    }

    private final class Writing implements Msrp.Owner {
        @Override
        public void answered(int status) throws IOException {
            Tally tally = crowd.tally();
            if (status == OK) {
                tally.accepted++;
                tally.answer(due, crowd.loop().now());
                answered = true;
                progressed();
            } else {
                tally.refused++;
            }
        }

        @Override
        public void came(String imdnId, long count, long crc32) {
            crowd.tally().strangers++;
        }

        @Override
        public void lost() {
            // after a BYE it may be closed before we hear of the answer
            crowd.tally().connectionsLost += leaving ? 0 : 1;
        }
    }

    private final class Reading implements Msrp.Owner {
        @Override
        public void answered(int status) {
            // of the greeting
        }

        @Override
        public void came(String imdnId, long count, long crc32) throws IOException {
            Tally tally = crowd.tally();
            if (!imdnId.equals(imdnId(messages))) {
                tally.strangers++;
            } else if (came) {
                tally.duplicates++;
            } else if (count != octets || crc32 != crc) {
                tally.altered++;
            } else {
                came = true;
                tally.delivered++;
                tally.octets += count;
                tally.delivery(due, crowd.loop().now());
                progressed();
            }
        }

        @Override
        public void lost() {
            // the server ends a session by BYE, and its connection with it
        }
    }
}
