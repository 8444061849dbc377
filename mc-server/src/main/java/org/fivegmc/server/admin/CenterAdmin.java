package org.fivegmc.server.admin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MmsContent;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.server.http.AdminOperations;
import org.fivegmc.server.observe.TraceBook;
import org.fivegmc.sip.registrar.SipContact;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;

/// The operators' questions, answered by the core. Runs on virtual threads and waits for shard
/// writers.
public final class CenterAdmin implements AdminOperations {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PREVIEW = 200;

    private final MessageCenter center;
    private final Tracer traces;
    private final NodeStatus node;
    private final Consumer<Msisdn> accountChanged;

    /// What only the running server knows of itself.
    @FunctionalInterface
    public interface NodeStatus {
        Status now();
    }

    /// @param accountChanged told whose password, rights or existence changed
    public CenterAdmin(
            MessageCenter center,
            TraceBook traces,
            NodeStatus node,
            Consumer<Msisdn> accountChanged) {
        this.center = center;
        this.traces = new Tracer(center, traces, node);
        this.node = node;
        this.accountChanged = accountChanged;
    }

    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessageCenter.Unavailable unavailable) {
                throw new Busy(unavailable.reason().text(), e);
            }
            throw new IllegalStateException("the core failed", e);
        } catch (TimeoutException e) {
            throw new Busy("no answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy("interrupted", e);
        }
    }

    @Override
    public Status status() {
        return node.now();
    }

    private static Subscriber view(org.fivegmc.core.subscriber.Subscriber s) {
        return new Subscriber(
                s.address().toString(),
                s.rcs(),
                s.credentials() instanceof Credentials.Password,
                s.provisioned(),
                s.lastCapabilities().names(),
                s.lastSeenMs() == 0
                        ? Optional.empty()
                        : Optional.of(s.lastCapabilities().source().word()),
                s.lastSeenMs() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(s.lastSeenMs())));
    }

    @Override
    public Optional<Subscriber> subscriber(String msisdn) {
        return await(center.subscriber(Msisdn.of(msisdn))).map(CenterAdmin::view);
    }

    @Override
    public SubscriberChange putSubscriber(String msisdn, SubscriberRequest request) {
        Msisdn user = Msisdn.of(msisdn);
        Optional<org.fivegmc.core.subscriber.Subscriber> before = await(center.subscriber(user));
        Credentials credentials =
                request.password()
                        .<Credentials>map(Credentials.Password::new)
                        .orElseGet(() -> before.map(s -> s.credentials()).orElse(Credentials.NONE));
        boolean rcs = request.rcs().orElseGet(() -> before.map(s -> s.rcs()).orElse(true));
        await(center.provision(user, rcs, credentials));
        accountChanged.accept(user);
        Subscriber now = view(await(center.subscriber(user)).orElseThrow());
        return before.isPresent()
                ? new SubscriberChange.Replaced(now)
                : new SubscriberChange.Created(now);
    }

    @Override
    public boolean removeSubscriber(String msisdn) {
        Msisdn user = Msisdn.of(msisdn);
        boolean was = await(center.removeSubscriber(user));
        accountChanged.accept(user);
        return was;
    }

    @Override
    public List<Registration> registrations(String msisdn) {
        long now = System.currentTimeMillis();
        return await(center.subscriber(Msisdn.of(msisdn)))
                .map(s -> s.live(now).stream().map(CenterAdmin::view).toList())
                .orElse(List.of());
    }

    private static Registration view(Binding binding) {
        SipContact contact = SipContact.decode(binding.contact());
        return new Registration(
                binding.device().value(),
                contact.uri(),
                contact.way() == SipContact.Way.IMS
                        ? "S-CSCF " + String.join(", ", contact.route())
                        : contact.flow(),
                binding.capabilities().names(),
                binding.capabilities().source().word(),
                Instant.ofEpochMilli(knownAtMs(binding)),
                Instant.ofEpochMilli(binding.registeredAtMs()),
                Instant.ofEpochMilli(binding.expiresAtMs()));
    }

    private static long knownAtMs(Binding binding) {
        return binding.capabilities().knownAtMs(binding.registeredAtMs());
    }

    @Override
    public MailboxPage mailbox(String msisdn, Optional<String> cursor, int limit) {
        MessageId after = cursor.map(MessageId::parse).orElse(new MessageId(0, 0));
        // one more tells whether there is another page
        List<Delivery> rows = await(center.inbox(Msisdn.of(msisdn), after, limit + 1));
        List<MailboxEntry> entries = rows.stream().limit(limit).map(CenterAdmin::entry).toList();
        Optional<String> next =
                rows.size() > limit
                        ? Optional.of(rows.get(limit - 1).message().id().toString())
                        : Optional.empty();
        return new MailboxPage(entries, next);
    }

    static MailboxEntry entry(Delivery delivery) {
        Message message = delivery.message();
        return new MailboxEntry(
                message.id().toString(),
                message.sender().toString(),
                state(delivery.state()),
                message.payload().contentType(),
                message.payload().octets(),
                delivery.attempts(),
                Instant.ofEpochMilli(message.acceptedAtMs()),
                Instant.ofEpochMilli(message.expiresAtMs()),
                delivery.state() instanceof DeliveryState.Held
                                && delivery.dueMs() < message.expiresAtMs()
                        ? Optional.of(Instant.ofEpochMilli(delivery.dueMs()))
                        : Optional.empty());
    }

    static String state(DeliveryState state) {
        return switch (state) {
            case DeliveryState.Held(var reason, var _, var _) ->
                    "held-" + reason.name().toLowerCase(Locale.ROOT);
            case DeliveryState.Sending _ -> "sending";
            case DeliveryState.Sms(var leg, var _, var _) ->
                    leg.allTaken() ? "sms-awaiting-receipts" : "sms-sending";
            case DeliveryState.Over(var outcome, var _, var _) ->
                    "over-" + outcome.name().toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public Optional<MailboxMessage> peek(String msisdn, String messageId) {
        return parse(messageId)
                .flatMap(id -> await(center.delivery(Msisdn.of(msisdn), id)))
                .map(delivery ->
                        new MailboxMessage(
                                entry(delivery),
                                delivery.message().imdnId().value(),
                                preview(delivery.message().payload())));
    }

    /// The beginning of what people read: the content of a CPIM message without its headers. The
    /// head of a large message is enough.
    private static String preview(Payload payload) {
        boolean cpim = payload.contentType().startsWith("message/cpim");
        byte[] content =
                cpim && CpimMessage.parse(payload.body()) instanceof CpimResult.Parsed(var message)
                        ? message.content().toByteArray()
                        : payload.body();
        String text = new String(content, StandardCharsets.UTF_8);
        return text.length() <= PREVIEW ? text : text.substring(0, PREVIEW);
    }

    static Optional<MessageId> parse(String text) {
        try {
            return Optional.of(MessageId.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public int purge(String msisdn) {
        return await(center.purge(Msisdn.of(msisdn)));
    }

    @Override
    public RouteExplanation explainRoute(RouteQuestion question) {
        UserAddress sender =
                ChatbotAddress.of(question.from())
                        .<UserAddress>map(chatbot -> chatbot)
                        .orElseGet(() -> Msisdn.of(question.from()));
        var submission =
                new Submission(
                        sender,
                        Msisdn.of(question.to()),
                        new ImdnMessageId("explain"),
                        Purpose.CONTENT,
                        Dispositions.NONE,
                        offer(question),
                        Payload.of("text/plain", "?".getBytes(StandardCharsets.UTF_8)),
                        0,
                        /* hidden= */ false,
                        Handling.usual(question.store()));
        MessageCenter.Explanation answer = await(center.explain(submission));
        var steps = new ArrayList<String>();
        answer.subscriber()
                .ifPresentOrElse(
                        s -> steps.addAll(user(s, System.currentTimeMillis())),
                        () -> steps.add("the recipient is no user of this center"));
        answer.sms().map(CenterAdmin::sentence).ifPresent(steps::add);
        String decision =
                switch (answer.plan()) {
                    case RoutePlan.DeliverRcs _ -> "deliver-rcs";
                    case RoutePlan.FallBack _ -> "fall-back";
                    case RoutePlan.Hold _ -> "hold";
                    case RoutePlan.Fail _ -> "fail";
                    case RoutePlan.Reject _ -> "reject";
                };
        return new RouteExplanation(
                question.from(),
                question.to(),
                decision,
                answer.rule(),
                answer.plan().reason().sentence(),
                List.copyOf(steps));
    }

    private static List<String> user(org.fivegmc.core.subscriber.Subscriber user, long nowMs) {
        var steps = new ArrayList<String>();
        List<Binding> live = user.live(nowMs);
        steps.add(
                "the recipient is a user of this center with "
                        + live.size()
                        + " registered device(s), RCS "
                        + (user.rcs() ? "on" : "off"));
        for (Binding device : live) {
            steps.add(
                    "device "
                            + device.device()
                            + knows(device.capabilities(), nowMs - knownAtMs(device)));
        }
        if (live.isEmpty() && user.lastSeenMs() != 0) {
            steps.add(
                    "when last seen, the recipient"
                            + knows(user.lastCapabilities(), nowMs - user.lastSeenMs()));
        }
        return steps;
    }

    private static String knows(Capabilities can, long ageMs) {
        return " can "
                + (can.names().isEmpty() ? "nothing" : String.join(", ", can.names()))
                + ", by "
                + can.source().word()
                + ", known for "
                + Duration.ofSeconds(Math.max(0, ageMs / 1000))
                        .toString()
                        .substring(2)
                        .toLowerCase(Locale.ROOT);
    }

    private static FallbackOffer offer(RouteQuestion question) {
        return question.mms()
                ? new FallbackOffer.Mms(MmsContent.rendered(""), sms(question))
                : sms(question);
    }

    private static FallbackOffer sms(RouteQuestion question) {
        if (!question.sms()) {
            return FallbackOffer.NONE;
        }
        return question.smsText() ? new FallbackOffer.Sms("?") : FallbackOffer.RENDERED;
    }

    private static String sentence(SmsPlan plan) {
        return switch (plan) {
            case SmsPlan.Ready(var gateway, var _, var parts, var bearer) ->
                    switch (bearer) {
                        case SMS ->
                                "gateway "
                                        + gateway
                                        + " takes it, in "
                                        + parts
                                        + " part(s) for a short text";
                        case MMS -> "gateway " + gateway + " takes it as MMS";
                    };
            case SmsPlan.NotNow(var reason, var _) -> "it waits: " + reason.sentence();
            case SmsPlan.NotPossible(var reason) -> "it is refused: " + reason.sentence();
        };
    }

    @Override
    public TraceAnswer trace(String messageId) {
        return traces.answer(messageId);
    }
}
