package org.fivegmc.maap.cmcc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.dialect.Caller;
import org.fivegmc.maap.dialect.Numbers;
import org.fivegmc.maap.dialect.Schedule;
import org.fivegmc.maap.dialect.TrafficTypes;
import org.fivegmc.maap.submit.Downlink;

/// Reads the bodies of requests, nested and flat. Lenient, flags and `serviceCapability` may be
/// missing, ids are made where there are none; strict, they must be there and nothing unknown may.
///
/// Accepted and not acted on: what is for ways this server does not have, which are RCS of lower
/// versions (`fallback…`, `rcsBodyText`) and SMS into other networks alone (`other…`). Thread-safe.
final class CmccReader {

    /// Recipients of one message.
    static final int RECIPIENTS_MAX = 100;

    /// Seconds that a message may be kept.
    static final int STORED_SECONDS_MAX = 259_200;

    private static final int ID_MAX = 255;
    private static final int SMS_MAX = 1000;

    /// Characters of the subject of an MMS, which handsets show.
    private static final int SUBJECT_MAX = 40;

    /// It stands in headers and paths.
    private static final Pattern MESSAGE_ID =
            Pattern.compile("[\\x21-\\x7e]{1," + ImdnMessageId.MAX_LENGTH + "}");

    private final CmccBody bodies = new CmccBody();

    private final Schedule schedule;

    CmccReader(Schedule schedule) {
        this.schedule = schedule;
    }

    /// A message to be sent.
    ///
    /// @param address the header Address; only the strict profile wants it
    /// @param date the header Date, which is a part of what the request is known by
    CmccMessage message(
            byte[] body, CmccPath.Kind kind, Caller caller, String address, String date) {
        boolean strict = caller.csp().strict();
        CmccFields fields = CmccFields.read(body, CmccFields.SEND, strict);
        String correlator = fields.text("clientCorrelator", ID_MAX);
        List<Msisdn> recipients = recipients(fields, kind, strict);
        if (strict) {
            checkStrict(fields, recipients, address);
        }
        checkSender(fields, caller);
        String inReplyTo = fields.text("inReplyToContributionID", ID_MAX);
        checkReply(kind, inReplyTo);
        boolean sms = fields.flag("shortMessageSupported", false);
        boolean mayWait = fields.flag("storeSupported", true);
        checkStoredTime(fields);
        String traffic = fields.text(TrafficTypes.FIELD);
        ImdnMessageId id = id(fields, body, correlator.isEmpty() ? date : "");
        return new CmccMessage(
                new Downlink(
                        caller.chatbot(),
                        id,
                        recipients,
                        content(fields, strict),
                        new Downlink.Conversation(
                                id(fields, "conversationID", id, strict),
                                id(fields, "contributionID", id, strict),
                                inReplyTo),
                        reports(fields, strict),
                        mms(fields, fallback(fields, sms, strict)),
                        mayWait,
                        traffic,
                        TrafficTypes.of(
                                traffic,
                                caller.chatbot(),
                                what -> CmccFields.wrong(TrafficTypes.FIELD, what)),
                        schedule.notBeforeMs(
                                fields.text(Schedule.FIELD, Schedule.TIME_MAX),
                                what -> CmccFields.wrong(Schedule.FIELD, what))),
                correlator);
    }

    /// To whom a message is to be taken back.
    static List<Msisdn> revocation(byte[] body, boolean strict) {
        CmccFields fields = CmccFields.read(body, CmccFields.REVOKE, strict);
        if (!fields.text("status").equals("RevokeRequested")) {
            throw CmccFields.wrong("status", "is not RevokeRequested");
        }
        return numbers("address", fields.list("address"));
    }

    static ImdnMessageId messageId(String text) {
        if (!MESSAGE_ID.matcher(text).matches()) {
            throw new CmccRefusal(
                    CmccCode.MESSAGE_ID,
                    "messageId has 1 to "
                            + ImdnMessageId.MAX_LENGTH
                            + " characters of ASCII without blanks");
        }
        return new ImdnMessageId(text);
    }

    /// Without one of the chatbot, the request itself is what it is known by, so that it is sent
    /// once when it comes again.
    private static ImdnMessageId id(CmccFields fields, byte[] body, String date) {
        String given = fields.text("messageId");
        if (!given.isEmpty()) {
            return messageId(given);
        }
        var all = new ByteArrayOutputStream(body.length + date.length());
        all.writeBytes(body);
        all.writeBytes(date.getBytes(StandardCharsets.UTF_8));
        return new ImdnMessageId(UUID.nameUUIDFromBytes(all.toByteArray()).toString());
    }

    private static String id(CmccFields fields, String name, ImdnMessageId own, boolean strict) {
        String given = fields.text(name, ID_MAX);
        if (given.isEmpty() && strict) {
            throw CmccFields.wrong(name, "is missing or empty");
        }
        return given.isEmpty() ? own.value() : given;
    }

    private static List<Msisdn> recipients(CmccFields fields, CmccPath.Kind kind, boolean strict) {
        List<String> given = fields.list("destinationAddress");
        String name = "destinationAddress";
        if (given.isEmpty() && !strict) {
            given = fields.list("address");
            name = "address";
        }
        if (kind == CmccPath.Kind.SINGLE && given.size() > 1) {
            throw new CmccRefusal(
                    CmccCode.RECIPIENTS,
                    name + " has " + given.size() + " numbers, this path takes one");
        }
        return numbers(name, given);
    }

    private static List<Msisdn> numbers(String name, List<String> given) {
        if (given.isEmpty()) {
            throw new CmccRefusal(CmccCode.NO_RECIPIENT, name + " is missing or empty");
        }
        if (given.size() > RECIPIENTS_MAX) {
            throw new CmccRefusal(
                    CmccCode.RECIPIENTS,
                    name + " has " + given.size() + " numbers, the most is " + RECIPIENTS_MAX);
        }
        var found = new ArrayList<Msisdn>();
        var seen = new HashSet<Msisdn>();
        for (String one : given) {
            Msisdn number =
                    Numbers.of(one)
                            .orElseThrow(() ->
                                    new CmccRefusal(
                                            CmccCode.RECIPIENT,
                                            name + " has '" + one + "', which is no number"));
            if (!seen.add(number)) {
                throw CmccFields.wrong(name, "has " + number + " twice");
            }
            found.add(number);
        }
        return found;
    }

    private static void checkStrict(CmccFields fields, List<Msisdn> recipients, String address) {
        String wanted = recipients.size() == 1 ? recipients.getFirst().toString() : "00000";
        if (!address.equals(wanted)) {
            throw CmccFields.wrong(
                    "Address", "is a header with the one number, or 00000 for several");
        }
        if (fields.list("capabilityId").isEmpty()) {
            throw CmccFields.wrong("serviceCapability", "is missing");
        }
    }

    private static void checkSender(CmccFields fields, Caller caller) {
        String sender = fields.text("senderAddress");
        if (sender.isEmpty()) {
            throw new CmccRefusal(CmccCode.SENDER, "senderAddress is missing or empty");
        }
        if (!ChatbotAddress.of(sender).equals(Optional.of(caller.chatbot().address()))) {
            throw new CmccRefusal(CmccCode.SENDER);
        }
    }

    private static void checkReply(CmccPath.Kind kind, String inReplyTo) {
        if (kind == CmccPath.Kind.INTERACTION && inReplyTo.isEmpty()) {
            throw new CmccRefusal(
                    CmccCode.NO_REPLY,
                    "inReplyToContributionID is missing: what this path sends are answers");
        }
        if (kind == CmccPath.Kind.GROUP && !inReplyTo.isEmpty()) {
            throw new CmccRefusal(
                    CmccCode.A_REPLY,
                    "inReplyToContributionID is there: what this path sends are no answers");
        }
    }

    private static void checkStoredTime(CmccFields fields) {
        String seconds = fields.text("temporaryStoredTime");
        if (!seconds.isEmpty()
                && (!seconds.matches("\\d{1,6}")
                        || Integer.parseInt(seconds) > STORED_SECONDS_MAX)) {
            throw CmccFields.wrong(
                    "temporaryStoredTime", "is no number of seconds up to " + STORED_SECONDS_MAX);
        }
    }

    private Downlink.Content content(CmccFields fields, boolean strict) {
        String type = fields.text("contentType", ID_MAX);
        if (type.isEmpty()) {
            throw CmccFields.wrong("contentType", "is missing or empty");
        }
        String text = fields.text("bodyText");
        if (text.isEmpty()) {
            throw new CmccRefusal(CmccCode.CONTENT, "bodyText is missing or empty");
        }
        return bodies.content(type, fields.text("contentEncoding"), text, strict);
    }

    /// Without a text of the chatbot the network makes one.
    private static FallbackOffer fallback(CmccFields fields, boolean sms, boolean strict) {
        String text = fields.text("smsBodyText", SMS_MAX);
        if (!sms) {
            return FallbackOffer.NONE;
        }
        if (text.isEmpty() && strict) {
            throw CmccFields.wrong("smsBodyText", "is missing or empty");
        }
        return text.isEmpty() ? FallbackOffer.RENDERED : new FallbackOffer.Sms(text);
    }

    /// Without a content of the chatbot the network makes one; an empty offer is that of a
    /// template, which this server does not have.
    private static FallbackOffer mms(CmccFields fields, FallbackOffer sms) {
        String text = fields.text("mmsBodyText");
        String body = text.isEmpty() ? fields.text("mmsBodyTextLarge") : text;
        String name = text.isEmpty() ? "mmsBodyTextLarge" : "mmsBodyText";
        return fields.text("multimediaMessageSupported").isEmpty()
                        || !fields.flag("multimediaMessageSupported", false)
                        || CmccMms.isTemplate(body)
                ? sms
                : new FallbackOffer.Mms(
                        CmccMms.content(fields.text("mmsSubject", SUBJECT_MAX), name, body), sms);
    }

    private static Dispositions reports(CmccFields fields, boolean strict) {
        int bits = 0;
        for (String one : fields.list("reportRequest")) {
            bits |=
                    switch (strict ? one : capital(one)) {
                        case "Sent" -> Dispositions.PROCESSING;
                        case "Delivered" -> Dispositions.POSITIVE_DELIVERY;
                        case "Displayed" -> Dispositions.DISPLAY;
                        case "Failed" -> Dispositions.NEGATIVE_DELIVERY;
                        case "Interworking" -> Dispositions.INTERWORKING;
                        default ->
                                throw CmccFields.wrong(
                                        "reportRequest", "has '" + one + "', which is no status");
                    };
        }
        return new Dispositions(bits);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT)
                + word.substring(1).toLowerCase(Locale.ROOT);
    }
}
