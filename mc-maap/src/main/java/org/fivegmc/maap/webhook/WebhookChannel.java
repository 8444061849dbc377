package org.fivegmc.maap.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.TenantBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers messages and reports to chatbots by calls of the webhook, on virtual threads: messages
/// one by one, reports together where the dialect can ([Gathering]). Taken is what is answered with
/// 2xx; all else is tried again until it expires: a webhook that is set up wrongly must not cost a
/// user's message. Redirections are not followed.
public final class WebhookChannel implements RcsChannel, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookChannel.class);
    private static final long BUSY_MS = 1_000;

    /// What is read of an answer, which nobody needs.
    private static final long ANSWER_OCTETS = 64 * 1024;

    private final TenantBook tenants;
    private final Map<Dialect, Notices> dialects;
    private final WebhookSettings settings;
    private final WebhookEvents events;
    private final InstantSource clock;
    private final CallbackGuard guard;
    private final HttpClient client;
    private final Semaphore room;
    private final ConcurrentHashMap<ChatbotAddress, Health> healths = new ConcurrentHashMap<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Consumer<ChatbotAddress> recovered = _ -> {};

    public WebhookChannel(
            TenantBook tenants,
            Map<Dialect, Notices> dialects,
            WebhookSettings settings,
            WebhookEvents events,
            InstantSource clock) {
        this.tenants = tenants;
        this.dialects = Map.copyOf(dialects);
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        guard = new CallbackGuard(settings.allowed());
        room = new Semaphore(settings.maxCalls());
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.connect())
                        .build();
    }

    /// Who hears that the webhook of a chatbot works again: what rests may go now.
    public void onRecovery(Consumer<ChatbotAddress> listener) {
        recovered = listener;
    }

    @Override
    public void send(Message message, Binding device, Consumer<AttemptOutcome> done) {
        if (!(message.recipient() instanceof ChatbotAddress address)) {
            throw new IllegalArgumentException("no chatbot: " + message.recipient().masked());
        }
        Optional<Chatbot> chatbot = tenants.chatbot(address);
        if (chatbot.isEmpty()) {
            done.accept(new AttemptOutcome.NotPossible("the chatbot was removed"));
        } else if (!chatbot.get().listens()) {
            done.accept(new AttemptOutcome.Offline("the chatbot is paused"));
        } else if (!message.payload().isComplete()) {
            done.accept(new AttemptOutcome.NotPossible("too large for a webhook"));
        } else {
            begin(chatbot.get(), message, done);
        }
    }

    private void begin(Chatbot chatbot, Message message, Consumer<AttemptOutcome> done) {
        var waiting = new Gathering.Waiting(message, done);
        Notices dialect = dialects.get(chatbot.dialect());
        if (settings.maxReports() > 1 && dialect != null && dialect.isShared(message)) {
            gather(chatbot, waiting);
            return;
        }
        Health health = health(chatbot);
        Optional<AttemptOutcome> putOff = admit(health);
        if (putOff.isPresent()) {
            events.putOff();
            done.accept(putOff.get());
        } else {
            callers.execute(() -> tell(chatbot, health, List.of(waiting)));
        }
    }

    private Health health(Chatbot chatbot) {
        return healths.computeIfAbsent(chatbot.address(), _ -> new Health(reports()));
    }

    private Gathering reports() {
        int most = settings.maxReports();
        return new Gathering(most, 2 * Math.max(most, settings.maxCallsEach()));
    }

    private void gather(Chatbot chatbot, Gathering.Waiting report) {
        Health health = health(chatbot);
        switch (health.reports().offer(report, settings.maxCallsEach())) {
            case WAITS -> {
                // whoever calls takes it along
            }
            case CALL -> callers.execute(() -> tellAll(chatbot.address(), health));
            case FULL -> {
                events.putOff();
                report.done().accept(new AttemptOutcome.Later("too many reports wait", BUSY_MS));
            }
        }
    }

    /// Calls until no report waits.
    private void tellAll(ChatbotAddress address, Health health) {
        boolean nothingLeft = false;
        try {
            List<Gathering.Waiting> batch = health.reports().next();
            while (!batch.isEmpty()) {
                tellTogether(address, health, batch);
                batch = health.reports().next();
            }
            nothingLeft = true;
        } finally {
            if (!nothingLeft) {
                health.reports().brokeOff();
            }
        }
    }

    private void tellTogether(
            ChatbotAddress address, Health health, List<Gathering.Waiting> batch) {
        Optional<Chatbot> chatbot = tenants.chatbot(address).filter(Chatbot::listens);
        Optional<AttemptOutcome> putOff =
                chatbot.isEmpty()
                        ? Optional.of(new AttemptOutcome.Offline("the chatbot is paused"))
                        : admit(health);
        if (putOff.isPresent()) {
            batch.forEach(report -> {
                events.putOff();
                end(report, putOff.get());
            });
        } else {
            AttemptOutcome outcome = tell(chatbot.orElseThrow(), health, batch);
            health.reports().ended(batch.size(), outcome);
        }
    }

    /// Whoever can't take an outcome keeps no other from theirs.
    private static void end(Gathering.Waiting one, AttemptOutcome outcome) {
        try {
            one.done().accept(outcome);
        } catch (RuntimeException e) {
            LOG.error("the outcome of message {} is lost", one.message().id(), e);
        }
    }

    /// Room for a call, which [#tell] gives back; or why there is none.
    private Optional<AttemptOutcome> admit(Health health) {
        long wait = health.begin(clock.millis(), settings.maxCallsEach());
        if (wait > 0) {
            return Optional.of(new AttemptOutcome.Later("the webhook does not answer", wait));
        }
        if (!room.tryAcquire()) {
            health.notCalled();
            return Optional.of(new AttemptOutcome.Later("too many calls at a time", BUSY_MS));
        }
        return Optional.empty();
    }

    private AttemptOutcome tell(Chatbot chatbot, Health health, List<Gathering.Waiting> batch) {
        AttemptOutcome outcome = new AttemptOutcome.Unreachable("a fault of this server");
        Optional<String> failure = Optional.empty();
        try {
            outcome = call(chatbot, batch.stream().map(Gathering.Waiting::message).toList());
            failure = failure(outcome);
        } catch (RuntimeException e) {
            LOG.error(
                    "message {} and {} more can not be told to their chatbot",
                    batch.getFirst().message().id(),
                    batch.size() - 1,
                    e);
        } finally {
            room.release();
            boolean again = health.ended(failure, clock.millis());
            AttemptOutcome told = outcome;
            batch.forEach(one -> end(one, told));
            if (again) {
                recovered.accept(chatbot.address());
            }
        }
        return outcome;
    }

    private static Optional<String> failure(AttemptOutcome outcome) {
        return switch (outcome.plain()) {
            case AttemptOutcome.Accepted _, AttemptOutcome.InDoubt _ -> Optional.empty();
            case AttemptOutcome.Later later -> Optional.of(later.cause());
            case AttemptOutcome.Unreachable none -> Optional.of(none.cause());
            case AttemptOutcome.Offline away -> Optional.of(away.cause());
            case AttemptOutcome.NotPossible no -> Optional.of(no.cause());
            case AttemptOutcome.BindingDead dead -> Optional.of(dead.cause());
        };
    }

    /// How the webhook of a chatbot is doing.
    public WebhookState state(ChatbotAddress address) {
        Health health = healths.get(address);
        return health == null
                ? new WebhookState(0, 0, 0, Optional.empty())
                : health.state(clock.millis());
    }

    /// Whatever the webhook of a chatbot did before, it is called now with what waits.
    public void retry(ChatbotAddress address) {
        Health health = healths.get(address);
        if (health != null) {
            health.forgive();
        }
        recovered.accept(address);
    }

    private AttemptOutcome call(Chatbot chatbot, List<Message> messages) {
        Notices dialect = dialects.get(chatbot.dialect());
        Optional<Notice> notice =
                dialect == null ? Optional.empty() : dialect.of(chatbot, messages);
        if (notice.isEmpty()) {
            return new AttemptOutcome.Accepted(true);
        }
        URI callback = chatbot.callback().orElseThrow();
        Optional<String> refusal = guard.refusal(callback);
        long since = System.nanoTime();
        if (refusal.isPresent()) {
            events.called(WebhookEvents.Result.FORBIDDEN, System.nanoTime() - since);
            return new AttemptOutcome.Unreachable(refusal.get());
        }
        AttemptOutcome outcome = call(callback, notice.get());
        events.called(result(outcome), System.nanoTime() - since);
        return outcome;
    }

    private static WebhookEvents.Result result(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Accepted _ -> WebhookEvents.Result.TAKEN;
            case AttemptOutcome.Later _ -> WebhookEvents.Result.REFUSED;
            case AttemptOutcome.Unreachable _,
                    AttemptOutcome.Offline _,
                    AttemptOutcome.NotPossible _,
                    AttemptOutcome.BindingDead _,
                    AttemptOutcome.InDoubt _ ->
                    WebhookEvents.Result.UNREACHABLE;
        };
    }

    /// Whether the dialect of a chatbot knows how its webhook shows whose it is.
    boolean canProve(Chatbot chatbot) {
        Notices dialect = dialects.get(chatbot.dialect());
        return dialect != null && dialect.proof(chatbot).isPresent();
    }

    /// Asks a webhook whose it is, and waits for the answer: why it is not that of the chatbot, or
    /// empty.
    Optional<String> proof(Chatbot chatbot) {
        Notices dialect = dialects.get(chatbot.dialect());
        Optional<Proof> proof = dialect == null ? Optional.empty() : dialect.proof(chatbot);
        if (proof.isEmpty() || chatbot.callback().isEmpty()) {
            return Optional.empty();
        }
        URI callback = chatbot.callback().get();
        Optional<String> refusal = guard.refusal(callback);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!room.tryAcquire()) {
            return Optional.of("too many calls at a time");
        }
        try {
            return proof(callback, proof.get());
        } finally {
            room.release();
        }
    }

    private Optional<String> proof(URI callback, Proof proof) {
        var request = HttpRequest.newBuilder(under(callback, proof.path())).GET();
        proof.headers().forEach(request::header);
        CompletableFuture<HttpResponse<Void>> answer = sent(request);
        try {
            HttpResponse<Void> got =
                    answer.get(settings.answer().toMillis(), TimeUnit.MILLISECONDS);
            if (got.statusCode() != 200) {
                return Optional.of("the webhook answered " + got.statusCode());
            }
            return proof.expected().entrySet().stream()
                    .filter(e ->
                            !got.headers().firstValue(e.getKey()).equals(Optional.of(e.getValue())))
                    .map(e -> "the answer of the webhook has not the right " + e.getKey())
                    .sorted()
                    .findFirst();
        } catch (TimeoutException _) {
            answer.cancel(true);
            return Optional.of("the webhook did not answer in time");
        } catch (ExecutionException e) {
            return Optional.of("the webhook: " + cause(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            return Optional.of("this server stops");
        }
    }

    private static URI under(URI callback, String path) {
        return URI.create(callback.toString().replaceAll("/+$", "") + path);
    }

    private CompletableFuture<HttpResponse<Void>> sent(HttpRequest.Builder request) {
        return client.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.discarding(), ANSWER_OCTETS));
    }

    private AttemptOutcome call(URI callback, Notice notice) {
        var request =
                HttpRequest.newBuilder(under(callback, notice.path()))
                        .header("Content-Type", notice.contentType())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(notice.body()));
        notice.headers().forEach(request::header);
        CompletableFuture<HttpResponse<Void>> answer = sent(request);
        try {
            int status =
                    answer.get(settings.answer().toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2
                    ? new AttemptOutcome.Accepted(true)
                    : new AttemptOutcome.Later("the webhook answered " + status, 0);
        } catch (TimeoutException _) {
            answer.cancel(true);
            return new AttemptOutcome.Unreachable("the webhook did not answer in time").inDoubt();
        } catch (ExecutionException e) {
            return new AttemptOutcome.Unreachable("the webhook: " + cause(e)).inDoubt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            return new AttemptOutcome.Unreachable("this server stops").inDoubt();
        }
    }

    private static String cause(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /// Calls under way end first, or fail.
    @Override
    public void close() {
        callers.shutdown();
        try {
            if (!callers.awaitTermination(settings.answer().toMillis(), TimeUnit.MILLISECONDS)) {
                callers.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            callers.shutdownNow();
        }
        callers.close();
        client.shutdownNow();
    }
}
