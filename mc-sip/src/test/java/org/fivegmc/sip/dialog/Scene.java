package org.fivegmc.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.transaction.ManualStack;
import org.fivegmc.sip.transaction.Target;

/// Sessions over [ManualStack], and a peer that writes its messages by hand.
final class Scene {
    static final Msisdn USER = Msisdn.of("8613800000001");
    static final String OFFER = sdp("peer", 1);
    static final String ANSWER = sdp("ours", 1);

    final List<IncomingInvite> invites = new ArrayList<>();
    final List<SessionEnd> withdrawn = new ArrayList<>();
    final List<IncomingOffer> offers = new ArrayList<>();
    final List<IncomingOffer> offersWithdrawn = new ArrayList<>();
    final List<String> confirmed = new ArrayList<>();
    final List<String> answers = new ArrayList<>();
    final List<SessionEnd> ends = new ArrayList<>();
    final List<Session> sessions = new ArrayList<>();

    /// How long ago registrations may be that sessions have asked for.
    final List<Long> asked = new ArrayList<>();

    /// Tells where the peer has registered.
    Consumer<Consumer<Optional<NextHop>>> registrar = found -> found.accept(Optional.empty());

    final Dialogs dialogs;
    final ManualStack stack;
    boolean gone;
    private int branches;

    /// Keeps all it hears.
    final class Owner implements SessionListener {
        @Override
        public void onConfirmed(Session session, Span sdp) {
            sessions.add(session);
            confirmed.add(sdp.toString());
        }

        @Override
        public void onOffer(Session session, IncomingOffer offer) {
            offers.add(offer);
        }

        @Override
        public void onOfferWithdrawn(Session session, IncomingOffer offer) {
            offersWithdrawn.add(offer);
        }

        @Override
        public void onAnswer(Session session, Span sdp) {
            answers.add(sdp.toString());
        }

        @Override
        public void registeredAt(long withinMs, Consumer<Optional<NextHop>> found) {
            asked.add(withinMs);
            registrar.accept(found);
        }

        @Override
        public void onEnded(Session session, SessionEnd end) {
            ends.add(end);
        }
    }

    Scene() {
        this(DialogSettings.of("5gmc.example"));
    }

    Scene(DialogSettings settings) {
        dialogs =
                new Dialogs(
                        settings,
                        new InviteListener() {
                            @Override
                            public void onInvite(IncomingInvite invite) {
                                invites.add(invite);
                            }

                            @Override
                            public void onWithdrawn(IncomingInvite invite, SessionEnd end) {
                                withdrawn.add(end);
                            }
                        });
        stack = new ManualStack(dialogs, USER);
        dialogs.started(stack, this::target);
    }

    private Optional<Target> target(NextHop hop) {
        if (gone) {
            return Optional.empty();
        }
        return Optional.of(
                hop.flow().isEmpty()
                        ? new Target.ToUri(hop.uri())
                        : new Target.ByFlow(stack.tcp()));
    }

    static DialogLimits limits(int sessions, int perUser) {
        return new DialogLimits(sessions, perUser, 3, 2, 60_000, 20_000, 3, 10);
    }

    static DialogSettings settings(DialogLimits limits, SessionTimerSettings timer) {
        return new DialogSettings("5gmc.example", DialogSettings.METHODS, timer, limits);
    }

    static String sdp(String user, int version) {
        return "v=0\r\no="
                + user
                + " 1 "
                + version
                + " IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\n"
                + "m=message 2855 TCP/MSRP *\r\n";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static SipReply ok(String sdp) {
        return sdp.isEmpty()
                ? SipReply.of(200)
                : SipReply.of(200).withBody("application/sdp", bytes(sdp));
    }

    /// A message of the peer.
    ///
    /// @param to of To, with or without a tag
    /// @param fields more fields, each with its line end
    String request(String method, int cSeq, String branch, String to, String fields, String body) {
        return method
                + " sip:127.0.0.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2:5099;branch="
                + branch
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:+8613800000001@ims.example>;tag=p\r\nTo: "
                + to
                + "\r\nCall-ID: c-1\r\nCSeq: "
                + cSeq
                + " "
                + method.split(" ", -1)[0]
                + "\r\n"
                + fields
                + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: "
                + bytes(body).length
                + "\r\n\r\n"
                + body;
    }

    static final String CONTACT = "Contact: <sip:peer@127.0.0.2:5099>\r\n";
    static final String TO = "<tel:+8613800000002>";
    static final String TIMER = "Supported: timer\r\n";

    String invite(String fields, String body) {
        return request("INVITE", 1, "z9hG4bK-i1", TO, CONTACT + fields, body);
    }

    /// A request of the peer in the dialog of an answer of ours.
    String within(String answer, String method, int cSeq, String fields, String body) {
        return request(method, cSeq, "z9hG4bK-d" + ++branches, value(answer, "To"), fields, body);
    }

    /// The answer of a peer to a request of ours.
    static String answer(String request, int status, String tag, String fields, String body) {
        StringBuilder out = new StringBuilder("SIP/2.0 " + status + " X\r\n");
        request.lines()
                .takeWhile(l -> !l.isEmpty())
                .filter(l ->
                        l.startsWith("Via:")
                                || l.startsWith("From:")
                                || l.startsWith("Call-ID:")
                                || l.startsWith("CSeq:"))
                .forEach(l -> out.append(l).append("\r\n"));
        String to = value(request, "To");
        out.append("To: ").append(to);
        if (!to.contains(";tag=") && !tag.isEmpty()) {
            out.append(";tag=").append(tag);
        }
        return out.append("\r\n")
                .append(fields)
                .append(body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                .append("Content-Length: ")
                .append(bytes(body).length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    static String value(String message, String name) {
        return message.lines()
                .filter(l -> l.startsWith(name + ": "))
                .findFirst()
                .map(l -> l.substring(name.length() + 2))
                .orElse("");
    }

    static String body(String message) {
        return message.substring(message.indexOf("\r\n\r\n") + 4);
    }

    /// What was sent since, which is one message.
    String one() {
        List<String> sent = stack.take();
        assertThat(sent).hasSize(1);
        return sent.getFirst();
    }

    String one(String start) {
        String sent = one();
        assertThat(sent).startsWith(start);
        return sent;
    }

    /// A confirmed session from an INVITE of the peer.
    ///
    /// @return our 200
    String confirmed(String fields) {
        stack.receive(invite(fields, OFFER));
        invites.getLast().accept(ok(ANSWER), "", new Owner());
        String ok = one("SIP/2.0 200 ");
        stack.receive(within(ok, "ACK", 1, "", ""));
        assertThat(confirmed).hasSize(1);
        assertThat(stack.take()).isEmpty();
        return ok;
    }

    Session session() {
        return sessions.getLast();
    }

    /// Everything is over, and nothing is left behind.
    void nothingIsLeft() {
        stack.pass(70_000);
        assertThat(dialogs.count()).isZero();
        assertThat(dialogs.count(USER)).isZero();
        assertThat(stack.isIdle()).isTrue();
        assertThat(stack.faults()).isEmpty();
    }
}
