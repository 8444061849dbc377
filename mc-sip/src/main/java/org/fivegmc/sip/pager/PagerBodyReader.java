package org.fivegmc.sip.pager;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.transport.SipEvents.MessageFault;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.cpim.CpimWriter;
import org.fivegmc.wire.imdn.ImdnCodec;
import org.fivegmc.wire.imdn.ImdnReport;
import org.fivegmc.wire.imdn.ImdnResult;
import org.fivegmc.wire.mime.ContentCoding;
import org.fivegmc.wire.mime.InflateResult;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.TextDecoding;
import org.fivegmc.wire.mime.TextResult;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import org.fivegmc.wire.revoke.RevokeCodec;
import org.fivegmc.wire.revoke.RevokeDocument;

/// Reads the body of a standalone message: CPIM as UP clients send it, or text as simple SIP
/// clients do. Everything that is refused gets a reason in words. Immutable.
public final class PagerBodyReader {

    /// Media types a MESSAGE may carry, as told in a 415.
    static final String ACCEPTED_TYPES = "message/cpim, text/plain";

    /// Most reports in one body.
    static final int MAX_REPORTS = 32;

    private static final String UNUSABLE_ID =
            "IMDN: message-id is empty or longer than " + ImdnMessageId.MAX_LENGTH;

    private final ContentCoding coding;
    private final ImdnCodec imdn = new ImdnCodec();
    private final int maxBody;
    private final InstantSource clock;

    /// @param maxBody most octets of a body, encodings undone
    public PagerBodyReader(int maxBody, InstantSource clock) {
        this.maxBody = maxBody;
        this.clock = clock;
        this.coding = new ContentCoding(maxBody, ContentCoding.DEFAULT_MAX_RATIO);
    }

    PagerBody read(SipRequest request) {
        Span type = request.contentType();
        ByteSlice body = request.body().slice();
        Span encoding = request.header(HeaderName.CONTENT_ENCODING);
        if (encoding != null) {
            switch (coding.decode(encoding.toString(), body)) {
                case InflateResult.Inflated(var content) -> body = content;
                case InflateResult.TooLarge(var limit) -> {
                    return refused(
                            413,
                            MessageFault.INFLATES_TOO_LARGE,
                            "the body inflates beyond " + limit);
                }
                case InflateResult.Corrupt(var rule) -> {
                    return refused(
                            400,
                            MessageFault.BAD_ENCODING,
                            "Content-Encoding " + encoding + ": " + rule);
                }
                case InflateResult.UnknownCoding(var name) -> {
                    return new PagerBody.Refused(
                            Refusals.warning(415, "unknown Content-Encoding " + name)
                                    .with(HeaderName.ACCEPT_ENCODING, "deflate, gzip"),
                            MessageFault.UNKNOWN_ENCODING);
                }
            }
        }
        if (body.length() > maxBody) {
            return refused(
                    413,
                    MessageFault.BODY_TOO_LARGE,
                    "the body is larger than " + maxBody + " bytes");
        }
        if (type.equalsIgnoreCase("message/cpim")) {
            return cpim(body, () -> transactionId(request));
        }
        if (type.equalsIgnoreCase("text/plain")) {
            return text(request, body);
        }
        if (type.equalsIgnoreCase(RcsMediaTypes.REVOKE)) {
            return revoke(transactionId(request), RevokeCodec.read(body));
        }
        if (isComposing(type.slice())) {
            return new PagerBody.Ephemeral();
        }
        return new PagerBody.Refused(
                Refusals.warning(
                                415,
                                type.isEmpty()
                                        ? "a MESSAGE needs a Content-Type"
                                        : "no use for " + type)
                        .with(HeaderName.ACCEPT, ACCEPTED_TYPES),
                MessageFault.UNKNOWN_TYPE);
    }

    /// Reads a message of a session.
    ///
    /// @param id stands in for a Message-ID where there is none
    public PagerBody read(ByteSlice cpim, String id) {
        return cpim(cpim, () -> id);
    }

    private static boolean isComposing(ByteSlice type) {
        return type.startsWithIgnoreCase("application/im-iscomposing+xm");
    }

    private static PagerBody revoke(String requestId, Parse<RevokeDocument> read) {
        return switch (read) {
            case Parse.Malformed<RevokeDocument>(int _, String rule) ->
                    refused(400, MessageFault.BAD_REVOCATION, "revocation: " + rule);
            case Parse.Parsed<RevokeDocument>(RevokeDocument.Request request)
                    when request.messageId().length() <= ImdnMessageId.MAX_LENGTH ->
                    new PagerBody.Revoke(requestId, request);
            case Parse.Parsed<RevokeDocument>(RevokeDocument.Request _) ->
                    refused(
                            400,
                            MessageFault.BAD_REVOCATION,
                            "revocation: Message-ID is longer than " + ImdnMessageId.MAX_LENGTH);
            case Parse.Parsed<RevokeDocument>(RevokeDocument.Response _) ->
                    refused(
                            400,
                            MessageFault.BAD_REVOCATION,
                            "revocation: an answer, and nobody here has asked");
        };
    }

    private PagerBody cpim(ByteSlice body, Supplier<String> ownId) {
        return switch (CpimMessage.parse(body)) {
            case CpimResult.Parsed(var cpim) -> cpim(body, cpim, ownId);
            case CpimResult.Malformed(var at, var rule) ->
                    refused(400, MessageFault.BAD_CPIM, "CPIM: " + rule + " at byte " + at);
        };
    }

    private PagerBody cpim(ByteSlice body, CpimMessage cpim, Supplier<String> ownId) {
        if (isComposing(cpim.contentType())) {
            return new PagerBody.Ephemeral();
        }
        String given = cpim.imdnMessageId().text();
        if (given.length() > ImdnMessageId.MAX_LENGTH) {
            return refused(
                    400,
                    MessageFault.BAD_MESSAGE_ID,
                    "imdn.Message-ID is longer than " + ImdnMessageId.MAX_LENGTH);
        }
        boolean needed =
                cpim.dispositionNotification().bits() != 0 || ImdnCodec.isImdn(cpim.contentType());
        if (given.isEmpty() && needed) {
            return refused(400, MessageFault.BAD_MESSAGE_ID, "CPIM without imdn.Message-ID");
        }
        String id = given.isEmpty() ? ownId.get() : given;
        if (cpim.contentType().startsWithIgnoreCase(RcsMediaTypes.REVOKE)) {
            return revoke(id, RevokeCodec.read(cpim));
        }
        Purpose purpose = Purpose.CONTENT;
        if (cpim.contentType().startsWithIgnoreCase("multipart/")) {
            // Content that only looks like reports, or that has other parts too, stays content.
            if (imdn.parse(cpim) instanceof ImdnResult.Parsed parsed && parsed.unreadable() == 0) {
                return aggregate(cpim, id, parsed.reports());
            }
        } else if (ImdnCodec.isImdn(cpim.contentType())) {
            switch (imdn.parse(cpim)) {
                case ImdnResult.Parsed(var reports, var _) -> {
                    if (!haveIds(reports)) {
                        return refused(400, MessageFault.BAD_IMDN, UNUSABLE_ID);
                    }
                    purpose = report(reports.getFirst());
                }
                case ImdnResult.Malformed(var at, var rule) -> {
                    return refused(400, MessageFault.BAD_IMDN, "IMDN: " + rule + " at byte " + at);
                }
            }
        }
        return new PagerBody.Understood(
                new ImdnMessageId(id),
                purpose,
                new Dispositions(cpim.dispositionNotification().bits()),
                "message/cpim",
                dated(cpim, body));
    }

    /// Recipients sort by DateTime, so that a message without gets the time it came; nothing else
    /// of it changes.
    private byte[] dated(CpimMessage cpim, ByteSlice body) {
        return cpim.dateTimeText().isEmpty()
                ? cpim.withDateTime(clock.instant(), ZoneOffset.UTC)
                : body.whole();
    }

    /// Reports that were sent together concern several messages, maybe of several times, so each
    /// goes its own way from here. Their ids follow from the id of the whole, so that a repetition
    /// is known as such.
    private PagerBody aggregate(CpimMessage cpim, String id, List<ImdnReport> reports) {
        if (reports.size() > MAX_REPORTS) {
            return refused(
                    413, MessageFault.TOO_MANY_REPORTS, "more than " + MAX_REPORTS + " reports");
        }
        if (!haveIds(reports)) {
            return refused(400, MessageFault.BAD_IMDN, UNUSABLE_ID);
        }
        String stem = id.substring(0, Math.min(id.length(), ImdnMessageId.MAX_LENGTH - 4));
        var each = new ArrayList<PagerBody.Understood>(reports.size());
        for (ImdnReport report : reports) {
            String own = stem + "." + (each.size() + 1);
            byte[] body =
                    new CpimWriter()
                            .from(cpim.from().text())
                            .to(cpim.to().text())
                            .header("DateTime", cpim.dateTimeText().text())
                            .imdn(own)
                            .contentType(ImdnCodec.MEDIA_TYPE)
                            .contentHeader("Content-Disposition", "notification")
                            .content(ByteSlice.of(imdn.write(report)));
            each.add(
                    new PagerBody.Understood(
                            new ImdnMessageId(own),
                            report(report),
                            Dispositions.NONE,
                            "message/cpim",
                            body));
        }
        return new PagerBody.Reports(each);
    }

    private static boolean haveIds(List<ImdnReport> reports) {
        return reports.stream()
                .map(ImdnReport::messageId)
                .allMatch(id -> !id.isEmpty() && id.length() <= ImdnMessageId.MAX_LENGTH);
    }

    private static Purpose report(ImdnReport report) {
        ReportKind kind =
                switch (report.disposition()) {
                    case DELIVERED -> ReportKind.DELIVERED;
                    case DISPLAYED -> ReportKind.DISPLAYED;
                    case FAILED -> ReportKind.FAILED;
                    case FORBIDDEN -> ReportKind.FORBIDDEN;
                    case ERROR -> ReportKind.ERROR;
                    case PROCESSED -> ReportKind.PROCESSED;
                    case STORED -> ReportKind.STORED;
                    case INTERWORKING_SMS -> ReportKind.INTERWORKING_SMS;
                    case INTERWORKING_MMS -> ReportKind.INTERWORKING_MMS;
                    case INTERWORKING_ERROR -> ReportKind.INTERWORKING_ERROR;
                };
        return new Purpose.Report(new ImdnMessageId(report.messageId()), kind);
    }

    /// Stands in for a Message-ID where there is none: a client that repeats itself after a lost
    /// answer keeps Call-ID and CSeq (RFC 3261 section 8.1.3.5 raises CSeq only for a new try).
    private static String transactionId(SipRequest request) {
        String id = "sip:" + request.callId() + ":" + request.cSeq().number();
        return id.length() <= ImdnMessageId.MAX_LENGTH
                ? id
                : "sip:" + Integer.toHexString(id.hashCode()) + id.substring(id.length() - 200);
    }

    private PagerBody text(SipRequest request, ByteSlice body) {
        Span header = request.header(HeaderName.CONTENT_TYPE);
        String type = header == null ? "text/plain" : header.unfolded();
        if (!(TextDecoding.decode(MediaType.parse(type), body) instanceof TextResult.Text)) {
            return refused(
                    400,
                    MessageFault.BAD_CHARSET,
                    "the text is not in the charset it says: " + type);
        }
        return new PagerBody.Understood(
                new ImdnMessageId(transactionId(request)),
                Purpose.CONTENT,
                Dispositions.NONE,
                type,
                body.whole());
    }

    private static PagerBody refused(int status, MessageFault fault, String text) {
        return new PagerBody.Refused(Refusals.warning(status, text), fault);
    }
}
