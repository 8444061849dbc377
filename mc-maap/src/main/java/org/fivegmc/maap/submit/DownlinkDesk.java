package org.fivegmc.maap.submit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Revocation;
import org.fivegmc.core.message.Submission;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.cpim.CpimNamespaces;
import org.fivegmc.wire.cpim.CpimWriter;
import org.fivegmc.wire.cpim.DispositionRequest;
import org.fivegmc.wire.rcs.KeptFields;

/// Hands messages of chatbots to the core, one for each recipient, each with a life of its own.
/// Thread-safe.
public final class DownlinkDesk implements Downlinks {

    private final MessageCenter center;
    private final InstantSource clock;

    public DownlinkDesk(MessageCenter center, InstantSource clock) {
        this.center = center;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Optional<RefusalReason>> submit(Downlink downlink) {
        Instant now = clock.instant();
        var all = new ArrayList<CompletableFuture<Optional<RefusalReason>>>();
        for (Msisdn recipient : downlink.recipients()) {
            all.add(submit(downlink, recipient, now));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(_ ->
                        all.stream()
                                .map(CompletableFuture::join)
                                .flatMap(Optional::stream)
                                .findFirst());
    }

    private CompletableFuture<Optional<RefusalReason>> submit(
            Downlink downlink, Msisdn recipient, Instant now) {
        var done = new CompletableFuture<Optional<RefusalReason>>();
        ChatbotAddress chatbot = downlink.chatbot().address();
        center.submit(
                submission(downlink, recipient, now),
                acceptance -> {
                    switch (acceptance) {
                        case Acceptance.Accepted _, Acceptance.Duplicate _ ->
                                done.complete(Optional.empty());
                        case Acceptance.Refused(var reason) -> {
                            if (reason.isTemporary()) {
                                done.complete(Optional.of(reason));
                            } else if (downlink.reports().has(Dispositions.NEGATIVE_DELIVERY)) {
                                tell(chatbot, recipient, downlink, Cause.of(reason), done);
                            } else {
                                done.complete(Optional.empty());
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
            CompletableFuture<Optional<RefusalReason>> done) {
        center.submit(
                ChatbotReports.failed(recipient, chatbot, downlink.id(), cause),
                acceptance -> done.complete(temporary(acceptance)));
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
                0);
    }

    /// The network itself tells what becomes of the message; a device is asked for what only it
    /// knows.
    private static byte[] cpim(Downlink downlink, Msisdn recipient, Instant now) {
        int asked = downlink.reports().bits();
        var writer =
                new CpimWriter()
                        .from(downlink.chatbot().address().uri())
                        .to("tel:+" + recipient.e164())
                        .dateTime(now, ZoneOffset.UTC)
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
