package org.fivegmc.maap.cmcc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.core.message.MmsContent;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;

/// Reads `mmsBodyText`: a multipart body, as it stands or as base64, with or without a line
/// `Content-Type` before it; any other text is the text of the MMS.
final class CmccMms {

    /// Octets of an MMS before anything is adapted, for which chatbots have up to 2 MB.
    static final int OCTETS_MAX = 2 * 1024 * 1024;

    private static final MultipartLimits LIMITS =
            new MultipartLimits(
                    32, 2, MultipartLimits.DEFAULT_HEADER_BYTES, MultipartLimits.DEFAULT_HEADERS);

    private static final Pattern TYPE_LINE =
            Pattern.compile("(?i)content-type:[ \\t]*(multipart/[^\\r\\n]{1,500})\\r?\\n");

    private static final Pattern FIRST_LINE = Pattern.compile("\\s*--(\\S{1,70})[ \\t]*\\r?\\n");

    /// No text of words has so many characters of base64 and no blank.
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\r\\n]{64,}={0,2}\\s*");

    private CmccMms() {}

    /// A template that was audited before, named by its id.
    static boolean isTemplate(String body) {
        return body.startsWith("{") && body.contains("\"templateID\"");
    }

    /// @param name of the element, for refusals
    /// @param body empty where the network makes the MMS
    static MmsContent content(String subject, String name, String body) {
        if (body.isEmpty()) {
            return MmsContent.rendered(subject);
        }
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        String text = body;
        if (BASE64.matcher(body).matches()) {
            try {
                octets = Base64.getMimeDecoder().decode(body);
                text = new String(octets, StandardCharsets.ISO_8859_1);
            } catch (IllegalArgumentException _) {
                throw new CmccRefusal(CmccCode.ENCODING, name + " is not base64");
            }
        }
        if (octets.length > OCTETS_MAX) {
            throw CmccFields.wrong(
                    name, "has " + octets.length + " octets, the most is " + OCTETS_MAX);
        }
        Matcher typed = TYPE_LINE.matcher(text);
        Matcher delimiter = FIRST_LINE.matcher(text);
        if (typed.lookingAt()) {
            return checked(subject, name, typed.group(1).strip(), octets);
        }
        if (delimiter.lookingAt()) {
            String type = "multipart/mixed; boundary=\"" + delimiter.group(1) + "\"";
            return checked(subject, name, type, octets);
        }
        if (text.length() != body.length()) {
            throw new CmccRefusal(CmccCode.CONTENT, name + " is base64, but of no multipart body");
        }
        return new MmsContent(subject, "text/plain; charset=utf-8", octets);
    }

    private static MmsContent checked(String subject, String name, String type, byte[] octets) {
        return switch (Multipart.leaves(MediaType.parse(type), ByteSlice.of(octets), LIMITS)) {
            case Parse.Malformed<List<MimePart>>(_, String rule) ->
                    throw new CmccRefusal(
                            CmccCode.CONTENT, name + " can not be read as multipart: " + rule);
            case Parse.Parsed<List<MimePart>> _ -> new MmsContent(subject, type, octets);
        };
    }
}
