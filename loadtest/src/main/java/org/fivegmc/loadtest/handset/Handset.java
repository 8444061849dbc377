package org.fivegmc.loadtest.handset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.msrp.Manners;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.Ports;

/// An RCS handset: registers, sends and receives messages of every mode and their reports, chats,
/// moves files, asks for capabilities. It answers every MESSAGE with 200, unless it is told
/// otherwise, and invitations as its profile has it, and sends `delivered` by itself when asked
/// for; `displayed` only when told ([#display]).
///
/// ```
/// Handset -- Exchanges -- JainStack              requests and answers
///         -- Pager                               MESSAGE
///         -- Sessions -- OutgoingCall            INVITE until it is answered
///         |           -- IncomingCall
///         |           -- ChatSession -- SipSession, and PeerSession of MsrpEnd
///         -- Inbox <- MESSAGEs, MSRP messages    what came
///         -- Reports                             what is sent about it
///         -- ContentClient                       files
/// ```
///
/// Calls block until the final answer, at most [#ANSWER_TIME] if nothing else is said. Threads:
/// any.
public final class Handset implements AutoCloseable {
    /// A little more than Timer F, 32 s (RFC 3261 section 17.1.2.2).
    public static final Duration ANSWER_TIME = Duration.ofSeconds(35);

    private volatile int messageAnswer = 200;
    private final Profile profile;
    private final Timeline timeline;
    private volatile InetSocketAddress local;
    private final RequestText requests;
    private final Exchanges exchanges;
    private final Pager pager;
    private final Inbox inbox;
    private final Sessions sessions;
    private final Reports reports;
    private final ContentClient files;
    private final String registerCallId;

    private Handset(Profile profile, Timeline timeline, InetSocketAddress local) {
        this.profile = profile;
        this.timeline = timeline;
        this.local = local;
        this.requests = new RequestText(profile, local);
        this.exchanges = new Exchanges(profile, timeline, requests);
        this.pager = new Pager(exchanges);
        this.inbox = new Inbox(profile.name(), timeline, this::deliveredLater);
        this.sessions = new Sessions(profile, timeline, exchanges, inbox);
        this.reports = new Reports(profile.name(), timeline, pager, sessions);
        this.files = new ContentClient(profile.secret());
        this.registerCallId = requests.newCallId();
    }

    /// Opens a free port of 127.0.0.1; nothing is sent yet.
    public static Handset start(Profile profile, Timeline timeline) {
        return start(profile, timeline, Ports.loopback(Ports.free()));
    }

    /// Opens the port given; nothing is sent yet.
    public static Handset start(Profile profile, Timeline timeline, InetSocketAddress local) {
        Handset handset = new Handset(profile, timeline, local);
        handset.comeBack();
        return handset;
    }

    /// Registers for `expires`; a challenge is answered once.
    public Registration register(Duration expires) {
        String uri = "sip:" + profile.domain();
        long seconds = expires.toSeconds();
        timeline.out(profile.name(), "REGISTER expires=" + seconds);
        List<Integer> statuses = new ArrayList<>();
        Answer answer =
                exchanges.send(
                        "REGISTER",
                        uri,
                        statuses,
                        authorization -> {
                            List<String> more = new ArrayList<>();
                            more.add(requests.contact(";expires=" + seconds));
                            more.add("Supported: path, gruu");
                            more.add(authorization.orElseGet(() -> emptyAuthorization(uri)));
                            more.removeIf(String::isEmpty);
                            return requests.head(
                                    "REGISTER", uri, profile.address(), registerCallId, more);
                        },
                        "",
                        Incoming.NO_BODY);
        if (answer.status() == 200) {
            exchanges.routeBy(answer.all("Service-Route"));
        }
        return new Registration(List.copyOf(statuses), answer);
    }

    public Registration unregister() {
        return register(Duration.ZERO);
    }

    /// Closes the sockets without a word: the binding stays at the server and leads nowhere.
    public void goDark() {
        sessions.vanish();
        exchanges.closeStack();
        timeline.note(profile.name(), "dark");
    }

    /// The server is seen to be gone: sessions vanish, and who waits for an answer has none. The
    /// handset stays where it is, and can register again.
    public void loseServer() {
        sessions.vanish();
        abandonRequests();
    }

    /// Who waits for an answer of SIP has none. What a server left unread when it died is answered
    /// by nobody, and JAIN-SIP sees that after 32 s.
    public void abandonRequests() {
        exchanges.abandon();
    }

    /// Keeps from now on no more than what a ledger needs, [#messages], [#repeated], [#reports],
    /// [#revocations] and [#sentReports]: requests, calls and sessions are too many in a run over
    /// hours.
    public void keepLess() {
        inbox.keepLess();
        sessions.keepLess();
        exchanges.sent().keepNothing();
    }

    /// With what status it answers every MESSAGE from now on; what it does not answer with 200 it
    /// does not have.
    public void answerMessagesWith(int status) {
        messageAnswer = status;
    }

    /// Opens the same port again after [#goDark].
    public synchronized void comeBack() {
        exchanges.closeStack();
        exchanges.use(JainStack.open(local, profile.server(), profile.transport(), this::answer));
    }

    /// Goes on at another port, as a handset whose address has changed: the connection of SIP is
    /// gone, sessions stay. The server knows with the next [#register].
    public synchronized void move() {
        exchanges.closeStack();
        local = Ports.loopback(Ports.free());
        requests.moveTo(local);
        exchanges.use(JainStack.open(local, profile.server(), profile.transport(), this::answer));
    }

    // ---- messages

    /// Sends a pager-mode text to a number (`+...`) or a URI.
    public Sent sendText(String to, String text, Set<Disposition> wanted) {
        timeline.out(profile.name(), "MESSAGE to %s \"%s\"".formatted(to, shorten(text)));
        return pager.sendText(Pager.uriOf(to), text, wanted);
    }

    /// The same of a sender who wants to stay unknown (RFC 3323, RFC 3325 section 7).
    public Sent sendHiddenText(String to, String text, Set<Disposition> wanted) {
        timeline.out(profile.name(), "hidden MESSAGE to %s \"%s\"".formatted(to, shorten(text)));
        return pager.sendHiddenText(Pager.uriOf(to), text, wanted);
    }

    /// Sends any content in pager mode.
    public Sent sendPager(String to, byte[] content, String contentType, Set<Disposition> wanted) {
        timeline.out(
                profile.name(),
                "MESSAGE to %s, %d octets of %s".formatted(to, content.length, contentType));
        return pager.send(Pager.uriOf(to), content, contentType, wanted);
    }

    /// Sends the document of a file that was uploaded, in pager mode.
    public Sent sendFile(String to, String fileXml, Set<Disposition> wanted) {
        timeline.out(profile.name(), "MESSAGE to %s: a file".formatted(to));
        return pager.sendFile(Pager.uriOf(to), fileXml, wanted);
    }

    /// Sends a place, in pager mode.
    public Sent sendLocation(String to, String xml, Set<Disposition> wanted) {
        timeline.out(profile.name(), "MESSAGE to %s: a place".formatted(to));
        return pager.sendLocation(Pager.uriOf(to), xml, wanted);
    }

    /// Sends in large message mode: an INVITE, one MSRP message, BYE.
    public LargeSent sendLarge(
            String to, byte[] content, String contentType, Set<Disposition> wanted) {
        return sendLarge(to, Content.of(content), contentType, wanted, ChatOptions.DEFAULT);
    }

    /// The same with content that is read as it is sent.
    public LargeSent sendLarge(
            String to,
            Content content,
            String contentType,
            Set<Disposition> wanted,
            ChatOptions options) {
        return sendLarge(to, RequestText.token(), content, contentType, wanted, options);
    }

    /// The same with an `imdn.Message-ID` that is given, as of a message that is sent again.
    public LargeSent sendLarge(
            String to,
            String imdnId,
            Content content,
            String contentType,
            Set<Disposition> wanted,
            ChatOptions options) {
        try {
            return sessions.sendLarge(to, imdnId, content, contentType, wanted, options);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Large messages as MSRP has answered them; that is known before the session has ended and
    /// [#sendLarge] returns.
    public Observed<LargeSent> largeAnswered() {
        return sessions.answered();
    }

    /// Asks for a message to be taken back; the answer of SIP. The result comes on its own way
    /// ([#revocations]).
    public int revoke(String to, String imdnId) {
        timeline.out(profile.name(), "revocation of %s to %s".formatted(imdnId, to));
        return pager.revoke("tel:" + profile.number(), Pager.uriOf(to), imdnId);
    }

    /// Reports `displayed` for a received text to its sender; the status of the answer.
    public int display(ReceivedText text) {
        return display(text.message());
    }

    /// Reports `displayed` for a received message: in its chat while that is open, else by MESSAGE.
    public int display(ReceivedMessage message) {
        return reports.report(message, "display-notification", "displayed");
    }

    private void deliveredLater(ReceivedMessage message) {
        reports.deliveredLater(message);
    }

    // ---- chats

    /// Opens a chat with a number (`+...`) or a URI, over TCP, connecting ourselves.
    public ChatOutcome openChat(String to) {
        return openChat(to, ChatOptions.DEFAULT);
    }

    public ChatOutcome openChat(String to, ChatOptions options) {
        return callChat(to, options).outcome();
    }

    /// Invites to a session with a body as it is given, such as one that is no offer; the final
    /// answer. No session comes of it.
    ///
    /// @param service what it is for, behind `oma.cpm.`: `session`, `largemsg`
    /// @param headers further lines of the INVITE
    public Answer invite(
            String to, String service, String contentType, String body, String... headers) {
        timeline.out(profile.name(), "INVITE to %s with %s".formatted(to, contentType));
        return new OddInvite(exchanges, Pager.uriOf(to), service)
                .send(contentType, body, List.of(headers));
    }

    /// Begins to open a chat, so that it can be given up meanwhile.
    public Calling callChat(String to, ChatOptions options) {
        return sessions.call(to, options);
    }

    /// Offers other media within a chat, as a handset that has another address has to; the answer
    /// of SIP.
    public Answer renegotiate(ChatSession chat, ChatOptions options) {
        try {
            return sessions.renegotiate(chat, options);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Sessions in which others have brought large messages, or are about to.
    public Observed<ChatSession> largeSessions() {
        return sessions.incoming().larges();
    }

    /// Invitations that came, whatever became of them.
    public Observed<IncomingCall> calls() {
        return sessions.incoming().calls();
    }

    /// Chats that others have opened with us.
    public Observed<ChatSession> chats() {
        return sessions.incoming().chats();
    }

    /// The chat a message came in, while it is open.
    public Optional<ChatSession> chatOf(ReceivedMessage message) {
        return sessions.chat(message.sip().callId());
    }

    /// What becomes of invitations from now on.
    public void answerBy(Answering answering) {
        sessions.incoming().answerBy(answering);
    }

    /// How sessions behave that others open with us from now on. Whether they are over TLS is up to
    /// the offer.
    public void answerLike(ChatOptions options) {
        sessions.incoming().answerLike(options);
    }

    /// How we behave in the next session that comes; those after it are good again.
    public void receiveNextBy(Manners manners) {
        sessions.incoming().receiveNextBy(manners);
    }

    /// Sessions in which we were lost as their manners have it ([Manners.Vanishing]).
    public Observed<ChatSession> torn() {
        return sessions.torn();
    }

    /// Where the handset takes MSRP connections; it begins to with this call at the latest.
    public InetSocketAddress msrpAddress(boolean secure) {
        try {
            return sessions.msrp().listen(secure ? MsrpEnd.Security.TLS : MsrpEnd.Security.PLAIN);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // ---- files

    /// Takes a file to a content server with the credentials of the registration.
    public UploadedFile uploadFile(URI server, OutgoingFile file)
            throws IOException, InterruptedException {
        timeline.out(
                profile.name(),
                "upload of %s, %d octets".formatted(file.name(), file.octets().length));
        UploadedFile uploaded = files.upload(server, file);
        timeline.in(profile.name(), uploaded.status() + " to the upload");
        return uploaded;
    }

    /// Fetches the file that a received document speaks of.
    public DownloadedFile downloadFile(String fileXml) throws IOException, InterruptedException {
        DownloadedFile file = files.download(fileXml);
        timeline.in(
                profile.name(), "%d, %d octets of a file".formatted(file.status(), file.octets()));
        return file;
    }

    /// The same in parts: transfers that break off, and go on.
    public ContentClient files() {
        return files;
    }

    /// Asks for the capabilities of a number.
    public Answer options(String to) {
        timeline.out(profile.name(), "OPTIONS to " + to);
        String uri = Pager.uriOf(to);
        return exchanges.send(
                "OPTIONS",
                uri,
                new ArrayList<>(),
                authorization -> {
                    List<String> more = exchanges.identified(authorization);
                    more.add(
                            "Accept-Contact: "
                                    + FeatureTags.acceptContact(FeatureTags.MSG)
                                    + ";explicit");
                    more.add(requests.contact(""));
                    more.add("Accept: application/sdp");
                    return requests.head("OPTIONS", uri, uri, requests.newCallId(), more);
                },
                "",
                Incoming.NO_BODY);
    }

    /// Heads of the requests it has sent outside of dialogs.
    public Observed<String> sent() {
        return exchanges.sent();
    }

    // ---- what came

    /// Every MESSAGE, every INVITE, and the start of every message of MSRP, as they came.
    public Observed<String> seen() {
        return inbox.seen();
    }

    /// Distinct messages of any content and mode, in order of arrival.
    public Observed<ReceivedMessage> messages() {
        return inbox.messages();
    }

    /// Those of them that are plain texts of moderate length.
    public Observed<ReceivedText> texts() {
        return inbox.texts();
    }

    /// Messages whose `imdn.Message-ID` had come before: the server delivered more than once.
    public Observed<ReceivedMessage> repeated() {
        return inbox.repeated();
    }

    public Observed<ReceivedReport> reports() {
        return inbox.reports();
    }

    /// What it has reported by itself, when that was answered.
    public Observed<SentReport> sentReports() {
        return reports.sent();
    }

    public Observed<ReceivedComposing> composing() {
        return inbox.composing();
    }

    public Observed<ReceivedRevocation> revocations() {
        return inbox.revocations();
    }

    public InetSocketAddress local() {
        return local;
    }

    public Profile profile() {
        return profile;
    }

    /// Ends without a word: sessions vanish, the binding stays.
    @Override
    public void close() {
        reports.close();
        sessions.close();
        exchanges.closeStack();
    }

    private void answer(Incoming incoming) {
        switch (incoming.method()) {
            case "MESSAGE" -> {
                int status = messageAnswer;
                long arrived = System.nanoTime();
                incoming.answer(status);
                if (status == 200) {
                    inbox.take(incoming.request(), arrived);
                }
            }
            case "OPTIONS" -> {
                timeline.in(profile.name(), "OPTIONS");
                incoming.answer(200, requests.contact(""));
            }
            default -> {
                if (!sessions.take(incoming)) {
                    incoming.answer(405, Sessions.ALLOW);
                }
            }
        }
    }

    private String emptyAuthorization(String uri) {
        return profile.secret() instanceof Secret.Password password
                ? "Authorization: " + DigestAnswer.empty(password, profile.domain(), uri)
                : "";
    }

    static String shorten(String text) {
        return text.codePointCount(0, text.length()) <= 40
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 40)) + "...";
    }
}
