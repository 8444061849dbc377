package org.fivegmc.sip.pager;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.fivegmc.core.channel.ReportComposer;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.cpim.CpimWriter;
import org.fivegmc.wire.imdn.Disposition;
import org.fivegmc.wire.imdn.ImdnCodec;
import org.fivegmc.wire.imdn.ImdnReport;
import org.fivegmc.wire.imdn.InterworkingNames;
import org.fivegmc.wire.imdn.NotificationKind;
import org.fivegmc.wire.rcs.KeptFields;

/// Writes the reports the network speaks itself: delivery by SMS, failure, expiry, processing (RFC
/// 5438 section 7.2, and the interworking notification of CPM 2.2). Thread-safe.
public final class NetworkReportComposer implements ReportComposer {

    private final HomeNumbers numbers;
    private final ImdnCodec imdn;

    /// @param names how interworking reports are spelt
    public NetworkReportComposer(HomeNumbers numbers, InterworkingNames names) {
        this.numbers = numbers;
        this.imdn = new ImdnCodec(names, ImdnCodec.DEFAULT_MAX_DOCUMENT);
    }

    @Override
    public Submission compose(Delivery delivery, ReportKind kind, long nowMs) {
        Message about = delivery.message();
        String recipient = uri(about.recipient());
        byte[] document =
                imdn.write(
                        new ImdnReport(
                                about.imdnId().value(),
                                originalTime(about),
                                recipient,
                                recipient,
                                notification(kind),
                                disposition(kind)));
        String id = UUID.randomUUID().toString();
        byte[] cpim =
                new CpimWriter()
                        .from(recipient)
                        .to(uri(about.sender()))
                        .imdn(id)
                        .dateTime(Instant.ofEpochMilli(nowMs), ZoneOffset.UTC)
                        .contentType(ImdnCodec.MEDIA_TYPE)
                        .contentHeader("Content-Disposition", "notification")
                        .content(ByteSlice.of(document));
        return new Submission(
                /* sender= */ about.recipient(),
                /* recipient= */ about.sender(),
                new ImdnMessageId(id),
                new Purpose.Report(about.imdnId(), kind),
                Dispositions.NONE,
                FallbackOffer.NONE,
                new Payload("message/cpim", cpim, conversation(about)),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    private String uri(UserAddress user) {
        return user instanceof Msisdn number ? numbers.tel(number) : user.toString();
    }

    /// RFC 5438 section 7.2.1.1: the time in a report is that of the message it is about.
    private static String originalTime(Message about) {
        if (about.payload().contentType().equals("message/cpim")
                && CpimMessage.parse(about.payload().body())
                        instanceof CpimResult.Parsed(CpimMessage cpim)
                && !cpim.dateTimeText().isEmpty()) {
            return cpim.dateTimeText().text();
        }
        return Instant.ofEpochMilli(about.acceptedAtMs()).toString();
    }

    /// The conversation is that of the message, the contribution one of its own.
    private static byte[] conversation(Message about) {
        byte[] kept = about.payload().edgeHeaders();
        return new KeptFields()
                .with(KeptFields.CONVERSATION_ID, KeptFields.text(kept, KeptFields.CONVERSATION_ID))
                .with(KeptFields.CONTRIBUTION_ID, UUID.randomUUID().toString())
                .octets();
    }

    private static NotificationKind notification(ReportKind kind) {
        return switch (kind) {
            case DELIVERED, FAILED, FORBIDDEN, ERROR -> NotificationKind.DELIVERY;
            case DISPLAYED -> NotificationKind.DISPLAY;
            case PROCESSED, STORED -> NotificationKind.PROCESSING;
            case INTERWORKING_SMS, INTERWORKING_MMS, INTERWORKING_ERROR ->
                    NotificationKind.INTERWORKING;
        };
    }

    private static Disposition disposition(ReportKind kind) {
        return switch (kind) {
            case DELIVERED -> Disposition.DELIVERED;
            case DISPLAYED -> Disposition.DISPLAYED;
            case FAILED -> Disposition.FAILED;
            case FORBIDDEN -> Disposition.FORBIDDEN;
            case ERROR -> Disposition.ERROR;
            case PROCESSED -> Disposition.PROCESSED;
            case STORED -> Disposition.STORED;
            case INTERWORKING_SMS -> Disposition.INTERWORKING_SMS;
            case INTERWORKING_MMS -> Disposition.INTERWORKING_MMS;
            case INTERWORKING_ERROR -> Disposition.INTERWORKING_ERROR;
        };
    }
}
