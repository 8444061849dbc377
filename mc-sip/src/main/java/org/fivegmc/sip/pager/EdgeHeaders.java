package org.fivegmc.sip.pager;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fivegmc.core.message.Message;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.wire.rcs.KeptFields;
import org.jspecify.annotations.Nullable;

/// The header fields that travel with a stored message, byte for byte and in order:
///
/// | sender | kept |
/// |---|---|
/// | through a trusted peer | all but those of the hop, the transaction, the body, the identity and the sender's access network |
/// | anybody else | those a client may say something with, and extensions that nobody in a network acts upon, without control octets |
///
/// Privacy is kept as one field on one line, whatever its form was. Two octets may stand before the
/// fields, which no field begins with: the [ServiceMode].
public final class EdgeHeaders {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern BETWEEN_TOKENS = Pattern.compile("[;,\\s]+");

    /// What an unknown peer may say. All else of known names has a meaning to elements behind us.
    private static final Set<HeaderName> OF_ANYBODY =
            EnumSet.of(
                    HeaderName.CONVERSATION_ID,
                    HeaderName.CONTRIBUTION_ID,
                    HeaderName.IN_REPLY_TO_CONTRIBUTION_ID,
                    HeaderName.IN_REPLY_TO,
                    HeaderName.SUBJECT,
                    HeaderName.PRIORITY,
                    HeaderName.PRIVACY);

    private static final Set<HeaderName> OF_THE_HOP =
            EnumSet.of(
                    HeaderName.VIA,
                    HeaderName.ROUTE,
                    HeaderName.RECORD_ROUTE,
                    HeaderName.PATH,
                    HeaderName.FROM,
                    HeaderName.TO,
                    HeaderName.CALL_ID,
                    HeaderName.CSEQ,
                    HeaderName.CONTACT,
                    HeaderName.MAX_FORWARDS,
                    HeaderName.EXPIRES,
                    HeaderName.DATE,
                    HeaderName.TIMESTAMP,
                    HeaderName.CONTENT_LENGTH,
                    HeaderName.CONTENT_TYPE,
                    HeaderName.CONTENT_ENCODING,
                    HeaderName.AUTHORIZATION,
                    HeaderName.PROXY_AUTHORIZATION,
                    HeaderName.SECURITY_CLIENT,
                    HeaderName.SECURITY_SERVER,
                    HeaderName.SECURITY_VERIFY,
                    HeaderName.REQUIRE,
                    HeaderName.PROXY_REQUIRE,
                    HeaderName.SUPPORTED,
                    HeaderName.ALLOW,
                    HeaderName.ACCEPT,
                    HeaderName.USER_AGENT,
                    HeaderName.P_PREFERRED_IDENTITY,
                    HeaderName.P_ASSERTED_IDENTITY,
                    HeaderName.P_PREFERRED_SERVICE,
                    HeaderName.P_ASSERTED_SERVICE,
                    HeaderName.P_SERVED_USER,
                    HeaderName.P_ACCESS_NETWORK_INFO,
                    HeaderName.P_CHARGING_VECTOR,
                    HeaderName.P_CHARGING_FUNCTION_ADDRESSES,
                    HeaderName.P_VISITED_NETWORK_ID,
                    HeaderName.P_CALLED_PARTY_ID,
                    HeaderName.P_ASSOCIATED_URI,
                    HeaderName.HISTORY_INFO,
                    HeaderName.REFERRED_BY,
                    HeaderName.IDENTITY,
                    HeaderName.REQUEST_DISPOSITION,
                    HeaderName.CONTENT_DISPOSITION,
                    HeaderName.CONTENT_LANGUAGE,
                    HeaderName.MIME_VERSION,
                    HeaderName.ACCEPT_CONTACT,
                    HeaderName.REJECT_CONTACT,
                    HeaderName.REPLACES,
                    HeaderName.SESSION_REPLACES,
                    HeaderName.JOIN,
                    HeaderName.TARGET_DIALOG,
                    HeaderName.ALERT_INFO,
                    HeaderName.RACK,
                    HeaderName.SESSION_EXPIRES,
                    HeaderName.MIN_SE);

    /// The same without a number of their own in the codec, lower case; so is all that begins with
    /// `p-` (RFC 5727: private to a network).
    private static final List<String> OF_THE_HOP_TOO =
            List.of(
                    "answer-mode",
                    "priv-answer-mode",
                    "cellular-network-info",
                    "remote-party-id",
                    "resource-priority",
                    "attestation-info",
                    "origination-id");

    private static final byte[] NONE = {};

    private EdgeHeaders() {}

    /// @param trusted whether a trusted peer sent the request
    public static byte[] of(SipRequest request, boolean trusted) {
        int first = request.indexOf(HeaderName.PRIVACY, 0);
        byte[] privacy = first < 0 ? NONE : privacy(request);
        int length = privacy.length;
        for (int i = 0; i < request.headerCount(); i++) {
            if (travels(request, i, trusted)) {
                length += request.headerField(i).length();
            }
        }
        byte[] kept = new byte[length];
        int at = 0;
        for (int i = 0; i < request.headerCount(); i++) {
            if (i == first) {
                System.arraycopy(privacy, 0, kept, at, privacy.length);
                at += privacy.length;
            } else if (travels(request, i, trusted)) {
                Span field = request.headerField(i);
                field.copyTo(kept, at);
                at += field.length();
            }
        }
        return kept;
    }

    /// Whether field `i` is kept as it is.
    private static boolean travels(SipRequest request, int i, boolean trusted) {
        HeaderName name = request.headerName(i);
        return name != HeaderName.PRIVACY
                && (trusted ? isKept(request, i, name) : isKeptOfAnybody(request, i, name));
    }

    private static boolean isKept(SipRequest request, int i, @Nullable HeaderName name) {
        return name != null ? !OF_THE_HOP.contains(name) : isExtension(request, i);
    }

    private static boolean isKeptOfAnybody(SipRequest request, int i, @Nullable HeaderName name) {
        return (name != null ? OF_ANYBODY.contains(name) : isExtension(request, i))
                && request.headerValue(i).unfolded().chars().noneMatch(EdgeHeaders::isControl);
    }

    private static boolean isExtension(SipRequest request, int i) {
        Span name = request.headerNameText(i);
        if (name.length() > 1 && (name.byteAt(0) | 0x20) == 'p' && name.byteAt(1) == '-') {
            return false;
        }
        for (String other : OF_THE_HOP_TOO) {
            if (name.equalsIgnoreCase(other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isControl(int c) {
        return c != '\t' && Character.isISOControl(c);
    }

    /// All values in one line: it is read again at each delivery, and hiding a number must not
    /// depend on how the field was broken up.
    private static byte[] privacy(SipRequest request) {
        String values =
                request.values(HeaderName.PRIVACY).stream()
                        .map(Span::unfolded)
                        .map(value -> CONTROL.matcher(value).replaceAll(" "))
                        .collect(Collectors.joining(";"));
        return ("Privacy: " + values + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Whether the sender wants to stay unknown to the recipient: `Privacy` with `id`, or with
    /// `user` or `header`, which ask for no less (RFC 3323 section 4.2, RFC 3325 section 9.3).
    public static boolean hidesSender(byte[] kept) {
        String privacy = value(kept, HeaderName.PRIVACY.text());
        if (privacy == null) {
            return false;
        }
        for (String token : BETWEEN_TOKENS.split(privacy.toLowerCase(Locale.ROOT), -1)) {
            if (token.equals("id") || token.equals("user") || token.equals("header")) {
                return true;
            }
        }
        return false;
    }

    /// The same of a message. A report for the devices of its own user hides nobody from them.
    public static boolean hidesSender(Message message) {
        return !message.isMirror() && hidesSender(message.payload().edgeHeaders());
    }

    /// The first line of the value of a field among kept ones, or null. Names in any case.
    public static @Nullable String value(byte[] kept, String name) {
        return KeptFields.value(kept, name);
    }

    /// The same fields of a message that came in this mode.
    public static byte[] marked(ServiceMode mode, byte[] fields) {
        if (mode == ServiceMode.PAGER) {
            return fields;
        }
        byte[] all = new byte[KeptFields.MARK_LENGTH + fields.length];
        all[0] = KeptFields.MARK;
        all[1] = mode.mark();
        System.arraycopy(fields, 0, all, KeptFields.MARK_LENGTH, fields.length);
        return all;
    }

    /// How the message came.
    public static ServiceMode mode(byte[] kept) {
        return KeptFields.begin(kept) == 0 ? ServiceMode.PAGER : ServiceMode.of(kept[1]);
    }

    /// The fields alone, as they are written.
    public static byte[] fields(byte[] kept) {
        return KeptFields.fields(kept);
    }
}
