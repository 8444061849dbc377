package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;
import org.jspecify.annotations.Nullable;

/// An RCS handset: registers, sends and receives pager-mode messages and their reports, asks for
/// capabilities. It answers every MESSAGE with 200 and sends `delivered` by itself when asked for;
/// `displayed` only when told ([#display]).
///
/// Calls block until the final answer, at most [#ANSWER_TIME]. Threads: any.
public final class Handset implements AutoCloseable {
    /// A little more than Timer F, 32 s (RFC 3261 section 17.1.2.2).
    public static final Duration ANSWER_TIME = Duration.ofSeconds(35);

    private final Profile profile;
    private final Timeline timeline;
    private final InetSocketAddress local;
    private final RequestText requests;
    private final Inbox inbox;
    private final String registerCallId;
    // Automatic reports leave in the order in which their messages came.
    private final ExecutorService reporter =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private volatile @Nullable JainStack stack;
    private volatile List<String> serviceRoute = List.of();
    private final NonceCount nonceCount = new NonceCount();

    private Handset(Profile profile, Timeline timeline, InetSocketAddress local) {
        this.profile = profile;
        this.timeline = timeline;
        this.local = local;
        this.requests = new RequestText(profile, local);
        this.inbox = new Inbox(profile.name(), timeline, this::reportDelivered);
        this.registerCallId = requests.newCallId();
    }

    /// Opens a free port of 127.0.0.1; nothing is sent yet.
    public static Handset start(Profile profile, Timeline timeline) {
        Handset handset =
                new Handset(
                        profile,
                        timeline,
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), freePort(profile.transport())));
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
                authenticated(
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
                        "");
        if (answer.status() == 200) {
            serviceRoute = answer.all("Service-Route");
        }
        return new Registration(List.copyOf(statuses), answer);
    }

    public Registration unregister() {
        return register(Duration.ZERO);
    }

    /// Closes the socket without a word: the binding stays at the server and leads nowhere.
    public void goDark() {
        closeStack();
        timeline.note(profile.name(), "dark");
    }

    /// Opens the same port again after [#goDark].
    public synchronized void comeBack() {
        closeStack();
        stack = JainStack.open(local, profile.server(), profile.transport(), this::answer);
    }

    private synchronized void closeStack() {
        JainStack open = stack;
        stack = null;
        if (open != null) {
            open.close();
        }
    }

    /// Sends a pager-mode text to a number (`+...`) or a URI.
    public Sent sendText(String to, String text, Set<Disposition> wanted) {
        String imdnId = RequestText.token();
        timeline.out(profile.name(), "MESSAGE to %s \"%s\"".formatted(to, shorten(text)));
        Answer answer = sendCpim(uriOf(to), Templates.text(imdnId, now(), wanted, text));
        return new Sent(answer.status(), imdnId);
    }

    /// Reports `displayed` for a received text to its sender; the status of the answer.
    public int display(ReceivedText text) {
        return report(text, "display-notification", "displayed");
    }

    /// Asks for the capabilities of a number.
    public Answer options(String to) {
        timeline.out(profile.name(), "OPTIONS to " + to);
        String uri = uriOf(to);
        return authenticated(
                "OPTIONS",
                uri,
                new ArrayList<>(),
                authorization -> {
                    List<String> more = identified(authorization);
                    more.add("Accept-Contact: " + FeatureTags.ACCEPT_MSG + ";explicit");
                    more.add(requests.contact(""));
                    more.add("Accept: application/sdp");
                    return requests.head("OPTIONS", uri, uri, requests.newCallId(), more);
                },
                "",
                "");
    }

    /// Distinct texts, in order of arrival.
    public Observed<ReceivedText> texts() {
        return inbox.texts();
    }

    /// Texts whose `imdn.Message-ID` had come before: the server delivered more than once.
    public Observed<ReceivedText> repeated() {
        return inbox.repeated();
    }

    public Observed<ReceivedReport> reports() {
        return inbox.reports();
    }

    public InetSocketAddress local() {
        return local;
    }

    public Profile profile() {
        return profile;
    }

    @Override
    public void close() {
        reporter.shutdownNow();
        closeStack();
    }

    private void answer(JainStack.Incoming incoming) {
        switch (incoming.request().getMethod()) {
            case "MESSAGE" -> {
                incoming.answer(200);
                inbox.take(incoming.request());
            }
            case "OPTIONS" -> {
                timeline.in(profile.name(), "OPTIONS");
                incoming.answer(200, requests.contact(""));
            }
            default -> incoming.answer(405, "Allow: MESSAGE, OPTIONS");
        }
    }

    private void reportDelivered(ReceivedText text) {
        reporter.execute(() -> report(text, "delivery-notification", "delivered"));
    }

    private int report(ReceivedText text, String element, String status) {
        timeline.out(profile.name(), "IMDN %s to %s".formatted(status, text.sender()));
        String cpim =
                Templates.report(
                        RequestText.token(),
                        now(),
                        text.imdnId(),
                        text.dateTime(),
                        element,
                        status);
        return sendCpim(text.sender(), cpim).status();
    }

    private Answer sendCpim(String uri, String cpim) {
        String callId = requests.newCallId();
        String contribution = UUID.randomUUID().toString();
        String conversation = UUID.nameUUIDFromBytes(uri.getBytes(UTF_8)).toString();
        return authenticated(
                "MESSAGE",
                uri,
                new ArrayList<>(),
                authorization -> {
                    List<String> more = identified(authorization);
                    more.add("P-Preferred-Service: " + Templates.MSG_SERVICE);
                    more.add("Accept-Contact: " + FeatureTags.ACCEPT_MSG);
                    more.add("Conversation-ID: " + conversation);
                    more.add("Contribution-ID: " + contribution);
                    return requests.head("MESSAGE", uri, uri, callId, more);
                },
                "message/cpim",
                cpim);
    }

    private List<String> identified(Optional<String> authorization) {
        List<String> more = new ArrayList<>();
        serviceRoute.forEach(route -> more.add("Route: " + route));
        more.add("P-Preferred-Identity: <" + profile.address() + ">");
        authorization.ifPresent(more::add);
        return more;
    }

    /// Sends, answers one challenge (two, when the nonce was stale), and gives the final answer.
    private Answer authenticated(
            String method,
            String uri,
            List<Integer> statuses,
            Function<Optional<String>, String> head,
            String contentType,
            String body) {
        Answer answer = exchange(head.apply(Optional.empty()), contentType, body);
        record(method, statuses, answer);
        boolean again = true;
        while (again && (answer.status() == 401 || answer.status() == 407)) {
            boolean proxy = answer.status() == 407;
            Optional<DigestChallenge> challenge =
                    DigestChallenge.choose(
                            answer.all(proxy ? "Proxy-Authenticate" : "WWW-Authenticate"));
            if (challenge.isEmpty() || !(profile.secret() instanceof Secret.Password password)) {
                return answer;
            }
            again = statuses.size() == 1;
            String value =
                    DigestAnswer.header(
                            challenge.get(),
                            password,
                            method,
                            uri,
                            RequestText.token(),
                            nonceCount.next(challenge.get().nonce()));
            String name = proxy ? "Proxy-Authorization: " : "Authorization: ";
            answer = exchange(head.apply(Optional.of(name + value)), contentType, body);
            record(method, statuses, answer);
            again &= challengeIsStale(answer);
        }
        return answer;
    }

    private static boolean challengeIsStale(Answer answer) {
        List<String> values = new ArrayList<>(answer.all("WWW-Authenticate"));
        values.addAll(answer.all("Proxy-Authenticate"));
        return DigestChallenge.choose(values).map(DigestChallenge::stale).orElse(false);
    }

    private void record(String method, List<Integer> statuses, Answer answer) {
        statuses.add(answer.status());
        timeline.in(
                profile.name(), "%d %s to %s".formatted(answer.status(), answer.reason(), method));
    }

    private Answer exchange(String head, String contentType, String body) {
        JainStack open = stack;
        if (open == null) {
            return Answer.none("dark");
        }
        try {
            return open.send(head, contentType, body.getBytes(UTF_8))
                    .get(ANSWER_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return Answer.none("no answer");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Answer.none("interrupted");
        }
    }

    private String emptyAuthorization(String uri) {
        return profile.secret() instanceof Secret.Password password
                ? "Authorization: " + DigestAnswer.empty(password, profile.domain(), uri)
                : "";
    }

    /// Counts the uses of a nonce from 1 (RFC 7616 section 3.4, `nc`).
    private static final class NonceCount {
        private String nonce = "";
        private int count;

        synchronized int next(String used) {
            count = used.equals(nonce) ? count + 1 : 1;
            nonce = used;
            return count;
        }
    }

    private static String uriOf(String to) {
        return to.startsWith("+") ? "tel:" + to : to;
    }

    private static String now() {
        return OffsetDateTime.now(ZoneOffset.UTC).toString();
    }

    private static String shorten(String text) {
        return text.codePointCount(0, text.length()) <= 40
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 40)) + "...";
    }

    private static int freePort(Profile.Transport transport) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try {
            return switch (transport) {
                case UDP -> {
                    try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
                        yield socket.getLocalPort();
                    }
                }
                case TCP -> {
                    try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
                        yield socket.getLocalPort();
                    }
                }
            };
        } catch (IOException none) {
            throw new IllegalStateException("no free port", none);
        }
    }
}
