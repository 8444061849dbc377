package org.fivegmc.maap.submit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Revocation;
import org.fivegmc.core.message.Submission;
import org.fivegmc.maap.quota.Exceeded;
import org.fivegmc.maap.quota.QuotaDesk;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.cpim.CpimNamespaces;
import org.fivegmc.wire.cpim.CpimWriter;
import org.fivegmc.wire.cpim.DispositionRequest;
import org.fivegmc.wire.rcs.KeptFields;

/// Hands messages of chatbots to the core, one for each recipient, each with a life of its own.
/// Thread-safe.
public final class DownlinkDesk implements Downlinks {

    private final MessageCenter center;
    private final QuotaDesk quotas;
    private final NetworkText texts;
    private final InstantSource clock;

    /// How the network says a content in an SMS. Thread-safe.
    @FunctionalInterface
    public interface NetworkText {
        /// Empty for what has no form as text.
        Optional<String> of(String contentType, byte[] octets);
    }

    public DownlinkDesk(
            MessageCenter center, QuotaDesk quotas, NetworkText texts, InstantSource clock) {
        this.center = center;
        this.quotas = quotas;
        this.texts = texts;
        this.clock = clock;
    }

    /// What became of one recipient.
    private sealed interface One {
        /// Taken, or known not to reach the recipient, which is told.
        record Taken() implements One {}

        /// It was taken before, and is counted no second time.
        record Repeated() implements One {}

        record Busy(RefusalReason reason) implements One {}
    }

    @Override
    public CompletableFuture<Submitted> submit(Downlink downlink) {
        Optional<Exceeded> over = quotas.take(downlink.chatbot(), downlink.recipients().size());
        if (over.isPresent()) {
            return CompletableFuture.completedFuture(new Submitted.OverQuota(over.get()));
        }
        Instant now = clock.instant();
        Downlink signed = signed(downlink);
        var all = new ArrayList<CompletableFuture<One>>();
        for (Msisdn recipient : downlink.recipients()) {
            all.add(submit(signed, recipient, now));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(_ ->
                        judged(
                                downlink.chatbot(),
                                all.stream().map(CompletableFuture::join).toList()));
    }

    private Submitted judged(Chatbot chatbot, List<One> all) {
        long counted = all.stream().filter(One.Taken.class::isInstance).count();
        quotas.giveBack(chatbot, Math.toIntExact(all.size() - counted));
        for (One one : all) {
            if (one instanceof One.Busy(var reason)) {
                return new Submitted.Busy(reason);
            }
        }
        return new Submitted.Taken();
    }

    /// An SMS that the network makes begins with the signature of the chatbot. It is made here, so
    /// that it is the same each time it is sent.
    private Downlink signed(Downlink downlink) {
        String signature = downlink.chatbot().profile().signature();
        if (signature.isEmpty() || !(downlink.fallback().sms() instanceof FallbackOffer.Rendered)) {
            return downlink;
        }
        return texts.of(downlink.content().contentType(), downlink.content().octets())
                .map(text -> withText(downlink, new FallbackOffer.Sms(signature + text)))
                .orElse(downlink);
    }

    private static Downlink withText(Downlink downlink, FallbackOffer.Sms text) {
        return downlink.withFallback(
                downlink.fallback() instanceof FallbackOffer.Mms mms
                        ? new FallbackOffer.Mms(mms.content(), text)
                        : text);
    }

    private CompletableFuture<One> submit(Downlink downlink, Msisdn recipient, Instant now) {
        var done = new CompletableFuture<One>();
        ChatbotAddress chatbot = downlink.chatbot().address();
        center.submit(
                submission(downlink, recipient, now),
                acceptance -> {
                    switch (acceptance) {
                        case Acceptance.Accepted _ -> done.complete(new One.Taken());
                        case Acceptance.Duplicate _ -> done.complete(new One.Repeated());
                        case Acceptance.Refused(var reason) -> {
                            if (reason.isTemporary()) {
                                done.complete(new One.Busy(reason));
                            } else if (downlink.reports().has(Dispositions.NEGATIVE_DELIVERY)) {
                                tell(chatbot, recipient, downlink, Cause.of(reason), done);
                            } else {
                                done.complete(new One.Taken());
                            }
                        }
                    }
                });
        return done;
    }

    private void tell(
            ChatbotAddress chatbot,
            Msisdn recipient,
            Downlink downlink,
            Cause cause,
            CompletableFuture<One> done) {
        center.submit(
                ChatbotReports.failed(recipient, chatbot, downlink.id(), cause),
                acceptance ->
                        done.complete(
                                temporary(acceptance)
                                        .<One>map(One.Busy::new)
                                        .orElseGet(One.Taken::new)));
    }

    @Override
    public CompletableFuture<Optional<RefusalReason>> revoke(
            ChatbotAddress chatbot, Msisdn recipient, ImdnMessageId id) {
        var done = new CompletableFuture<Optional<RefusalReason>>();
        center.revoke(
                chatbot,
                recipient,
                id,
                outcome -> {
                    switch (outcome) {
                        case Revocation.Revoked _ -> tell(chatbot, recipient, id, true, done);
                        case Revocation.TooLate _, Revocation.Unknown _ ->
                                tell(chatbot, recipient, id, false, done);
                        case Revocation.Unavailable(var reason) ->
                                done.complete(Optional.of(reason));
                    }
                });
        return done;
    }

    private void tell(
            ChatbotAddress chatbot,
            Msisdn recipient,
            ImdnMessageId id,
            boolean revoked,
            CompletableFuture<Optional<RefusalReason>> done) {
        center.submit(
                ChatbotReports.revoked(recipient, chatbot, id, revoked),
                acceptance -> done.complete(temporary(acceptance)));
    }

    private static Optional<RefusalReason> temporary(Acceptance acceptance) {
        return acceptance instanceof Acceptance.Refused(var reason) && reason.isTemporary()
                ? Optional.of(reason)
                : Optional.empty();
    }

    private static Submission submission(Downlink downlink, Msisdn recipient, Instant now) {
        Downlink.Conversation conversation = downlink.conversation();
        return new Submission(
                downlink.chatbot().address(),
                recipient,
                downlink.id(),
                Purpose.CONTENT,
                downlink.reports(),
                downlink.fallback(),
                new Payload(
                        "message/cpim",
                        cpim(downlink, recipient, now),
                        new KeptFields()
                                .with(KeptFields.CONVERSATION_ID, conversation.conversationId())
                                .with(KeptFields.CONTRIBUTION_ID, conversation.contributionId())
                                .with(KeptFields.IN_REPLY_TO, conversation.inReplyTo())
                                .octets()),
                0,
                false,
                new Handling(downlink.mayWait(), downlink.notBeforeMs(), downlink.trafficClass()));
    }

    /// The network itself tells what becomes of the message; a device is asked for what only it
    /// knows.
    private static byte[] cpim(Downlink downlink, Msisdn recipient, Instant now) {
        int asked = downlink.reports().bits();
        Instant scheduled = Instant.ofEpochMilli(downlink.notBeforeMs());
        Instant written = scheduled.isAfter(now) ? scheduled : now;
        var writer =
                new CpimWriter()
                        .from(downlink.chatbot().address().uri())
                        .to("tel:+" + recipient.e164())
                        .dateTime(written, ZoneOffset.UTC)
                        .imdn(downlink.id().value())
                        .dispositionNotification(
                                new DispositionRequest(
                                        asked
                                                & (Dispositions.POSITIVE_DELIVERY
                                                        | Dispositions.NEGATIVE_DELIVERY
                                                        | Dispositions.DISPLAY)));
        if (!downlink.trafficType().isEmpty()) {
            writer.namespace("maap", CpimNamespaces.MAAP)
                    .header("maap.Traffic-Type", downlink.trafficType());
        }
        return writer.contentType(downlink.content().contentType())
                .content(ByteSlice.of(downlink.content().octets()));
    }
}
