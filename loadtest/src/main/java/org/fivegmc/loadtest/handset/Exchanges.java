package org.fivegmc.loadtest.handset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.loadtest.observe.Timeline;
import org.jspecify.annotations.Nullable;

/// Requests of a handset and their final answers, challenges answered. Holds the stack, which may
/// be away. Threads: any.
final class Exchanges {
    private final Profile profile;
    private final Timeline timeline;
    private final RequestText requests;
    private final NonceCount nonceCount = new NonceCount();
    private final Observed<String> sent = new Observed<>();
    private volatile @Nullable JainStack stack;
    private volatile List<String> serviceRoute = List.of();

    Exchanges(Profile profile, Timeline timeline, RequestText requests) {
        this.profile = profile;
        this.timeline = timeline;
        this.requests = requests;
    }

    /// Sends one request whose head is given, and waits for its final answer.
    interface Sending {
        Answer send(String head);
    }

    void use(JainStack open) {
        stack = open;
    }

    synchronized void closeStack() {
        JainStack open = stack;
        stack = null;
        if (open != null) {
            open.close();
        }
    }

    /// Whoever waits for an answer hears that there is none.
    void abandon() {
        stack().ifPresent(JainStack::abandon);
    }

    Optional<JainStack> stack() {
        return Optional.ofNullable(stack);
    }

    /// Heads of requests outside of dialogs, as they were written.
    Observed<String> sent() {
        return sent;
    }

    RequestText requests() {
        return requests;
    }

    void routeBy(List<String> routes) {
        serviceRoute = routes;
    }

    /// Route, identity and proof, as every request outside of a dialog has them.
    List<String> identified(Optional<String> authorization) {
        List<String> more = new ArrayList<>();
        serviceRoute.forEach(route -> more.add("Route: " + route));
        more.add("P-Preferred-Identity: <" + profile.address() + ">");
        authorization.ifPresent(more::add);
        return more;
    }

    /// A request without a dialog, sent by the stack.
    Answer send(
            String method,
            String uri,
            List<Integer> statuses,
            Function<Optional<String>, String> head,
            String contentType,
            byte[] body) {
        return authenticated(
                method, uri, statuses, head, text -> exchange(text, contentType, body));
    }

    /// Sends, answers one challenge (two, when the nonce was stale), and gives the final answer.
    ///
    /// @param statuses takes every final status
    /// @param head writes the request, with a line of authorization or without
    Answer authenticated(
            String method,
            String uri,
            List<Integer> statuses,
            Function<Optional<String>, String> head,
            Sending sending) {
        Answer answer = told(sending, head.apply(Optional.empty()));
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
            answer = told(sending, head.apply(Optional.of(name + value)));
            record(method, statuses, answer);
            again &= challengeIsStale(answer);
        }
        return answer;
    }

    private Answer told(Sending sending, String head) {
        sent.add(head);
        return sending.send(head);
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

    private Answer exchange(String head, String contentType, byte[] body) {
        JainStack open = stack;
        return open == null ? Answer.none("dark") : await(open.send(head, contentType, body));
    }

    /// The answer, or that there is none within [Handset#ANSWER_TIME].
    static Answer await(CompletableFuture<Answer> answer) {
        try {
            return answer.get(Handset.ANSWER_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return Answer.none("no answer");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Answer.none("interrupted");
        }
    }

    /// Counts the uses of a nonce from 1 (RFC 7616 section 3.4, `nc`).
    static final class NonceCount {
        private String nonce = "";
        private int count;

        synchronized int next(String used) {
            count = used.equals(nonce) ? count + 1 : 1;
            nonce = used;
            return count;
        }
    }
}
