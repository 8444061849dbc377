package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.msrp.Draft;
import org.fivegmc.loadtest.msrp.Manners;
import org.fivegmc.loadtest.msrp.Manners.Falling;
import org.fivegmc.loadtest.msrp.Outcome;
import org.fivegmc.loadtest.msrp.PeerSession;
import org.fivegmc.loadtest.msrp.SentMessage;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;

/// A chat that is open or was. Calls that send block until MSRP has answered. Threads: any.
public final class ChatSession implements AutoCloseable {
    private static final Duration MSRP_TIME = Duration.ofSeconds(30);

    /// A connection on which answers come late stays open for them, even when the chat is over.
    private static final Duration AFTER_ANSWER = Duration.ofMillis(500);

    private static final int SLOWEST_OCTETS_PER_SECOND = 100_000;

    private final String owner;
    private final Timeline timeline;
    private final Mode mode;
    private final String other;
    private final SipFields fields;
    private final SipSession sip;
    private final ChatOptions options;
    private final boolean takesBareComposing;
    private final CompletableFuture<PeerSession> msrp = new CompletableFuture<>();
    private final CompletableFuture<Void> torn = new CompletableFuture<>();
    private final Observed<ReceivedMessage> received = new Observed<>();
    private volatile boolean forgotten;

    ChatSession(
            String owner,
            Timeline timeline,
            Mode mode,
            String other,
            SipFields fields,
            SipSession sip,
            ChatOptions options,
            Sdp theirs) {
        this.owner = owner;
        this.timeline = timeline;
        this.mode = mode;
        this.other = other;
        this.fields = fields;
        this.sip = sip;
        this.options = options;
        this.takesBareComposing = theirs.accepts(MsrpEnd.COMPOSING);
        sip.whenOver(this::over);
    }

    void attach(PeerSession session) {
        msrp.complete(session);
        keepUntilOver(session);
    }

    /// Goes on with other media; what becomes of those before is up to the other side.
    void replace(PeerSession session) {
        msrp.obtrudeValue(session);
        keepUntilOver(session);
    }

    private void keepUntilOver(PeerSession session) {
        // although the BYE may have been faster
        session.whenTorn(() -> torn.complete(null));
        sip.whenOver(_ -> {
            if (forgotten) {
                return;
            }
            if (options.manners().answering() instanceof Manners.Answering.Late(var after)) {
                CompletableFuture.delayedExecutor(after.plus(AFTER_ANSWER).toMillis(), MILLISECONDS)
                        .execute(session.connection()::close);
            } else {
                session.connection().close();
            }
        });
    }

    /// Has something run when our side of MSRP was lost as its manners have it.
    void whenTorn(Runnable then) {
        CompletionStage<Void> stage = torn;
        stage.thenRun(then);
    }

    void failed(Throwable why) {
        msrp.completeExceptionally(why);
    }

    private void over(ChatEnd end) {
        String who =
                switch (end.by()) {
                    case US -> "ended";
                    case THEM -> "ended by the other side";
                    case NOBODY -> "vanished";
                };
        timeline.note(owner, mode + " with " + other + " " + who);
        msrp.completeExceptionally(new IllegalStateException("over"));
    }

    SipSession sip() {
        return sip;
    }

    Mode mode() {
        return mode;
    }

    SipFields fields() {
        return fields;
    }

    /// The other party, as [SipFields#sender] has it.
    public String other() {
        return other;
    }

    public String callId() {
        return fields.callId();
    }

    public Sent sendText(String text, Set<Disposition> wanted) {
        timeline.out(owner, "chat to %s \"%s\"".formatted(other, Handset.shorten(text)));
        return send(Templates.TEXT, Content.of(text.getBytes(UTF_8)), wanted);
    }

    /// Sends a text again that was sent before, perhaps in another session.
    public Sent sendAgain(Sent before, String text, Set<Disposition> wanted) {
        timeline.out(owner, "chat to %s again \"%s\"".formatted(other, Handset.shorten(text)));
        Content content = Content.of(text.getBytes(UTF_8));
        return send(before.imdnId(), Templates.TEXT, content, wanted);
    }

    /// The same with any content.
    public Sent sendAgain(
            String imdnId, String contentType, Content content, Set<Disposition> wanted) {
        return send(imdnId, contentType, content, wanted);
    }

    /// Sends the document of a file that was uploaded.
    public Sent sendFile(String fileXml, Set<Disposition> wanted) {
        timeline.out(owner, "chat to %s: a file".formatted(other));
        return send(ContentClient.FILE_XML, Content.of(fileXml.getBytes(UTF_8)), wanted);
    }

    /// Sends any content, in CPIM.
    public Sent send(String contentType, Content content, Set<Disposition> wanted) {
        return send(RequestText.token(), contentType, content, wanted);
    }

    private Sent send(String imdnId, String contentType, Content content, Set<Disposition> wanted) {
        Content cpim = CpimContent.of(imdnId, wanted, contentType, content);
        return new Sent(transmit(MsrpEnd.CPIM, cpim), imdnId);
    }

    /// Tells that the user types, or has stopped to; the status of MSRP. Without CPIM where the
    /// other side takes it so.
    public int isComposing(boolean active) {
        Content notice = Content.of(Templates.composing(active).getBytes(UTF_8));
        return takesBareComposing
                ? transmit(MsrpEnd.COMPOSING, notice)
                : send(MsrpEnd.COMPOSING, notice, Set.of()).status();
    }

    /// The status of MSRP for a message: 200 when every chunk was answered so, 408 when the
    /// connection ended or is not there.
    int transmit(String contentType, Content content) {
        Optional<PeerSession> session = session();
        if (session.isEmpty()) {
            return JainStack.NO_ANSWER;
        }
        Draft draft = Draft.of(contentType, content).inChunksOf(options.chunk());
        boolean lostBeforeReport = options.manners().falling() instanceof Falling.AfterAnswer;
        SentMessage sent = session.get().send(lostBeforeReport ? draft.withSuccessReport() : draft);
        Duration patience = MSRP_TIME.plusSeconds(content.total() / SLOWEST_OCTETS_PER_SECOND);
        return switch (sent.outcome(patience).orElseGet(Outcome.Lost::new)) {
            case Outcome.Answered _, Outcome.Written _ -> 200;
            case Outcome.Refused(int status) -> status;
            case Outcome.Aborted _, Outcome.Vanished _, Outcome.Lost _ -> JainStack.NO_ANSWER;
        };
    }

    private Optional<PeerSession> session() {
        try {
            return Optional.of(
                    msrp.copy().orTimeout(MSRP_TIME.toMillis(), TimeUnit.MILLISECONDS).join());
        } catch (CompletionException _) {
            return Optional.empty();
        }
    }

    /// The MSRP session, for what only MSRP can do; nothing when there is none in time.
    public Optional<PeerSession> msrp() {
        return session();
    }

    /// Messages that came in this session, each once.
    public Observed<ReceivedMessage> received() {
        return received;
    }

    /// Refreshes the session by UPDATE.
    public Answer refresh() {
        return sip.update();
    }

    /// Refreshes the session by UPDATE, and leaves that to the other side from then on, which does
    /// it after half the interval. 90 s is the least.
    public Answer leaveRefreshing(Duration interval) {
        return sip.leaveRefreshing(interval);
    }

    /// Answers 405 to UPDATE from now on, as a client that promises more than it can.
    public void takeNoUpdate() {
        sip.takeNoUpdate();
    }

    /// Refreshes the session by INVITE with the same description.
    public Answer reinvite() {
        return sip.reinvite();
    }

    public boolean isOpen() {
        return sip.isOpen();
    }

    /// How it ended; nothing when it has not within a time.
    public Optional<ChatEnd> awaitEnd(Duration patience) {
        try {
            return Optional.of(
                    sip.end().copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join());
        } catch (CompletionException _) {
            return Optional.empty();
        }
    }

    /// Ends it with BYE; the status of the answer, 481 when it is over already.
    public int bye() {
        timeline.out(owner, "BYE to " + other);
        return sip.bye();
    }

    @Override
    public void close() {
        if (isOpen()) {
            bye();
        }
    }

    /// Leaves without BYE, without a farewell of TLS, and without FIN: the connection is reset, as
    /// silence alone is not to be had from a socket of this machine.
    public void vanish() {
        if (msrp.isDone() && !msrp.isCompletedExceptionally()) {
            msrp.join().connection().reset();
        }
        sip.end().complete(new ChatEnd(ChatEnd.By.NOBODY, ""));
    }

    /// Is lost without a sign: no BYE, and the connection of MSRP stays as it is, read and written
    /// no more, until the handset closes.
    public void fallSilent() {
        session().ifPresent(session -> session.connection().fall(Manners.Farewell.SILENCE));
        forgotten = true;
        sip.end().complete(new ChatEnd(ChatEnd.By.NOBODY, ""));
    }
}
