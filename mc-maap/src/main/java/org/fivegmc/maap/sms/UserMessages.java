package org.fivegmc.maap.sms;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.event.EventSink;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Submission;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.wire.rcs.KeptFields;
import org.fivegmc.wire.rcs.RcsMediaTypes;

/// Makes messages to chatbots of what users write by SMS. They are messages like any other: durable
/// before they are answered, delivered in order, repeated and traced.
///
/// An answer to an SMS of the chatbot belongs to its conversation, and is the suggestion it stands
/// for; each has a Contribution-ID of its own. Thread-safe.
public final class UserMessages {

    private static final String TEXT = RcsMediaTypes.TEXT + ";charset=UTF-8";

    private final TenantBook book;
    private final MessageCenter center;
    private final EventSink events;
    private final InstantSource clock;

    /// @param events hears how messages came
    public UserMessages(
            TenantBook book, MessageCenter center, EventSink events, InstantSource clock) {
        this.book = book;
        this.center = center;
        this.events = events;
        this.clock = clock;
    }

    /// Completes when it is durable, or will not be; fails for a fault of the program alone.
    public CompletableFuture<Uptake> take(UserSms sms) {
        Optional<Chatbot> chatbot = book.byCode(sms.code());
        if (chatbot.isEmpty()) {
            return CompletableFuture.completedFuture(Uptake.NOBODY);
        }
        if (sms.text().isBlank()) {
            return CompletableFuture.completedFuture(Uptake.REFUSED);
        }
        Chatbot to = chatbot.get();
        return center.smsMemory(sms.user(), to.address())
                .thenCompose(kept -> {
                    SmsMemory memory = kept.map(SmsMemory::read).orElse(SmsMemory.NONE);
                    return submit(new Letter(sms, to, memory, memory.match(sms.text())));
                })
                .exceptionally(UserMessages::busy);
    }

    /// The core has no time, or no room. Anything else is a fault of the program.
    private static Uptake busy(Throwable fault) {
        Throwable cause =
                fault instanceof CompletionException && fault.getCause() != null
                        ? fault.getCause()
                        : fault;
        if (cause instanceof MessageCenter.Unavailable) {
            return Uptake.BUSY;
        }
        throw new CompletionException(cause);
    }

    /// An SMS and whom it is for.
    private record Letter(
            UserSms sms, Chatbot chatbot, SmsMemory memory, Optional<Choice> choice) {}

    private CompletableFuture<Uptake> submit(Letter letter) {
        UserSms sms = letter.sms();
        if (!sms.id().isEmpty()) {
            return submit(letter, Repeats.named(sms))
                    .thenApply(answer ->
                            answer instanceof Acceptance.Duplicate
                                    ? Uptake.REPEATED
                                    : uptake(letter, answer));
        }
        long now = clock.millis();
        return look(letter, Repeats.earlierSlots(sms, now), 0, 0)
                .thenCompose(repeated ->
                        repeated
                                ? CompletableFuture.completedFuture(Uptake.REPEATED)
                                : offer(letter, Repeats.slot(now), 0));
    }

    /// Whether one of the same words in those slots was this one.
    ///
    /// @param at index of the slot
    /// @param number of the same words in it
    private CompletableFuture<Boolean> look(Letter letter, List<Long> slots, int at, int number) {
        if (at == slots.size()) {
            return CompletableFuture.completedFuture(false);
        }
        UserSms sms = letter.sms();
        return center.acceptedBefore(
                        sms.user(),
                        letter.chatbot().address(),
                        Repeats.unnamed(sms, slots.get(at), number))
                .thenCompose(found -> {
                    if (found.isEmpty() || number == Repeats.SLOT_MAX) {
                        return look(letter, slots, at + 1, 0);
                    }
                    return isRepeat(sms, found.get())
                            ? CompletableFuture.completedFuture(true)
                            : look(letter, slots, at, number + 1);
                });
    }

    private CompletableFuture<Uptake> offer(Letter letter, long slot, int number) {
        return submit(letter, Repeats.unnamed(letter.sms(), slot, number))
                .thenCompose(answer -> {
                    if (!(answer instanceof Acceptance.Duplicate(MessageId id))) {
                        return CompletableFuture.completedFuture(uptake(letter, answer));
                    }
                    return isRepeat(letter.sms(), id) || number == Repeats.SLOT_MAX
                            ? CompletableFuture.completedFuture(Uptake.REPEATED)
                            : offer(letter, slot, number + 1);
                });
    }

    private boolean isRepeat(UserSms sms, MessageId id) {
        return Repeats.isRepeat(sms, id.timestampMs(), clock.millis());
    }

    private CompletableFuture<Acceptance> submit(Letter letter, ImdnMessageId id) {
        var answered = new CompletableFuture<Acceptance>();
        center.submit(submission(letter, id), answered::complete);
        return answered;
    }

    private static Submission submission(Letter letter, ImdnMessageId id) {
        Downlink.Conversation earlier = letter.memory().conversation();
        String conversation =
                earlier.conversationId().isEmpty()
                        ? UUID.randomUUID().toString()
                        : earlier.conversationId();
        byte[] kept =
                new KeptFields()
                        .with(KeptFields.CONVERSATION_ID, conversation)
                        .with(KeptFields.CONTRIBUTION_ID, UUID.randomUUID().toString())
                        .with(KeptFields.IN_REPLY_TO, earlier.contributionId())
                        .octets();
        String type = letter.choice().isPresent() ? RcsMediaTypes.BOT_RESPONSE : TEXT;
        String content = letter.choice().map(Choice::response).orElse(letter.sms().text());
        return new Submission(
                letter.sms().user(),
                letter.chatbot().address(),
                id,
                Purpose.CONTENT,
                Dispositions.NONE,
                FallbackOffer.NONE,
                new Payload(type, content.getBytes(StandardCharsets.UTF_8), kept),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    private Uptake uptake(Letter letter, Acceptance answer) {
        return switch (answer) {
            case Acceptance.Accepted(var id) -> {
                UserSms sms = letter.sms();
                events.on(
                        new TrailEvent.CameAsSms(
                                id,
                                sms.gateway(),
                                sms.code(),
                                sms.parts(),
                                letter.choice().map(Choice::label).orElse(""),
                                clock.millis()));
                yield book.listens(letter.chatbot().address()) ? Uptake.TAKEN : Uptake.WAITS;
            }
            case Acceptance.Duplicate _ -> Uptake.REPEATED;
            case Acceptance.Refused(var reason) -> refused(reason);
        };
    }

    private static Uptake refused(RefusalReason reason) {
        return switch (reason) {
            // what waits for the chatbot goes away in time
            case OVERLOAD, STORE_UNAVAILABLE, DRAINING, MAILBOX_FULL -> Uptake.BUSY;
            case UNKNOWN_RECIPIENT -> Uptake.NOBODY;
            case NOT_A_NUMBER, FORBIDDEN_RECIPIENT, FORBIDDEN_SENDER, NOTHING_REPORTED, TOO_LARGE ->
                    Uptake.REFUSED;
        };
    }
}
