package org.fivegmc.maap.cmcc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fivegmc.maap.dialect.Schedule;
import org.fivegmc.maap.dialect.TrafficTypes;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.xml.SafeXml;
import org.fivegmc.wire.xml.XmlVisitor;

/// The elements of a request, whether they stand below the root (flat) or in `outboundIMMessage`
/// (nested), by their local names. Lenient, names may be in any case and unknown ones are passed
/// over with all that is in them; strict, they are refused. For one document.
final class CmccFields implements XmlVisitor {

    static final String SEND = "outboundMessageRequest";
    static final String REVOKE = "messageStatusReport";

    private static final int DEPTH_MAX = 8;
    private static final String BLANKS = " \t\r\n";

    /// What is read out of: what stands in it is as if it stood in the root.
    private static final Set<String> GROUPS =
            Set.of(SEND, REVOKE, "outboundIMMessage", "serviceCapability");

    /// What may be there several times.
    private static final Set<String> LISTS =
            Set.of("address", "destinationAddress", "reportRequest", "capabilityId", "version");

    private static final Map<String, String> NAMES =
            List.of(
                            SEND,
                            REVOKE,
                            "outboundIMMessage",
                            "serviceCapability",
                            "capabilityId",
                            "version",
                            "address",
                            "destinationAddress",
                            "reportRequest",
                            "senderAddress",
                            "senderName",
                            "subject",
                            "contentType",
                            "contentEncoding",
                            "conversationID",
                            "contributionID",
                            "inReplyToContributionID",
                            "messageId",
                            "bodyText",
                            "storeSupported",
                            "temporaryStoredTime",
                            "shortMessageSupported",
                            "smsBodyText",
                            "multimediaMessageSupported",
                            "mmsSubject",
                            "mmsContentLength",
                            "mmsBodyText",
                            "mmsBodyTextLarge",
                            "fallbackSupported",
                            "fallbackContentType",
                            "fallbackContentEncoding",
                            "rcsBodyText",
                            "otherNetSupport",
                            "otherShortMessageSupported",
                            "otherSmsBodyText",
                            "clientCorrelator",
                            "status",
                            Schedule.FIELD,
                            TrafficTypes.FIELD)
                    .stream()
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    private final boolean strict;
    private final Map<String, List<String>> texts = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private String root = "";

    /// A rule of this dialect that the document breaks.
    private String fault = "";

    /// How many elements are open that are not looked at.
    private int passing;

    private CmccFields(boolean strict) {
        this.strict = strict;
    }

    /// Reads a document or refuses it.
    ///
    /// @param root how its outermost element has to be called
    static CmccFields read(byte[] body, String root, boolean strict) {
        if (body.length == 0) {
            throw new CmccRefusal(CmccCode.BODY, "the request has no body");
        }
        var fields = new CmccFields(strict);
        String fault = SafeXml.read(ByteSlice.of(body), body.length, DEPTH_MAX, fields);
        if (!fault.isEmpty()) {
            boolean ofXml = fields.fault.isEmpty();
            throw new CmccRefusal(
                    ofXml ? CmccCode.BODY : CmccCode.FORMAT, ofXml ? "the body: " + fault : fault);
        }
        if (!fields.root.equals(root)) {
            throw new CmccRefusal(CmccCode.BODY, "the root of the body is not " + root);
        }
        return fields;
    }

    @Override
    public String start(String name, Map<String, String> attributes) {
        if (passing > 0) {
            passing++;
            return "";
        }
        String known = known(name);
        if (open.isEmpty()) {
            root = known;
            open.push(known);
            return "";
        }
        if (!GROUPS.contains(open.element())) {
            fault = open.element() + " has elements in it; write them as CDATA or escaped";
        } else if (known.isEmpty() && strict) {
            fault = "element " + name + " is not known";
        } else if (known.isEmpty()) {
            passing = 1;
        } else {
            open.push(known);
        }
        return fault;
    }

    private String known(String name) {
        String known = NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return strict && !known.equals(name) ? "" : known;
    }

    @Override
    public void end(String name, String text, boolean leaf) {
        if (passing > 0) {
            passing--;
            return;
        }
        String known = open.pop();
        if (!GROUPS.contains(known)) {
            texts.computeIfAbsent(known, _ -> new ArrayList<>(1)).add(stripped(text));
        }
    }

    /// Without the blanks that XML is indented with; others, such as U+3000, are of the text.
    private static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && BLANKS.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (from < to && BLANKS.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    /// The text of an element without the blanks around it; empty when there is none.
    String text(String name) {
        List<String> all = texts.getOrDefault(name, List.of());
        if (all.size() > 1 && !LISTS.contains(name)) {
            throw wrong(name, "is there " + all.size() + " times");
        }
        return all.isEmpty() ? "" : all.getFirst();
    }

    /// @param max characters
    String text(String name, int max) {
        String text = text(name);
        if (text.length() > max) {
            throw wrong(name, "has " + text.length() + " characters, the most is " + max);
        }
        return text;
    }

    /// The texts of all elements of a name, without empty ones.
    List<String> list(String name) {
        return texts.getOrDefault(name, List.of()).stream().filter(t -> !t.isEmpty()).toList();
    }

    /// @param otherwise when it is not there, unless strict
    boolean flag(String name, boolean otherwise) {
        String text = text(name);
        if (text.isEmpty()) {
            if (strict) {
                throw wrong(name, "is missing or empty");
            }
            return otherwise;
        }
        return switch (strict ? text : text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw wrong(name, "is neither true nor false");
        };
    }

    static CmccRefusal wrong(String name, String what) {
        return new CmccRefusal(CmccCode.FORMAT, name + " " + what);
    }
}
