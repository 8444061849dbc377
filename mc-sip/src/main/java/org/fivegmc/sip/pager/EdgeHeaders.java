package org.fivegmc.sip.pager;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipRequest;
import org.jspecify.annotations.Nullable;

/// The header fields that travel with a stored message: all of the original but those that belong
/// to its hop, its transaction, its body or its sender's access network. Kept byte for byte and in
/// order, unknown ones too.
final class EdgeHeaders {

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
                    HeaderName.ACCEPT_CONTACT,
                    HeaderName.REJECT_CONTACT);

    /// The same without a number of their own in the codec, lower case.
    private static final Set<String> OF_THE_HOP_TOO =
            Set.of("cellular-network-info", "p-user-database", "p-profile-key");

    private EdgeHeaders() {}

    static byte[] of(SipRequest request) {
        var kept = new ByteArrayOutputStream(160);
        for (int i = 0; i < request.headerCount(); i++) {
            HeaderName name = request.headerName(i);
            boolean dropped =
                    name != null
                            ? OF_THE_HOP.contains(name)
                            : OF_THE_HOP_TOO.contains(
                                    request.headerNameText(i).toString().toLowerCase(Locale.ROOT));
            if (dropped) {
                continue;
            }
            var field = request.headerField(i).slice();
            kept.write(field.array(), field.offset(), field.length());
        }
        return kept.toByteArray();
    }

    /// Whether the sender wants to stay unknown to the recipient: `Privacy` with `id`, or with
    /// `user` or `header`, which ask for no less (RFC 3323 section 4.2, RFC 3325 section 9.3).
    static boolean hidesSender(byte[] kept) {
        String privacy = value(kept, HeaderName.PRIVACY.text());
        if (privacy == null) {
            return false;
        }
        for (String token : privacy.toLowerCase(Locale.ROOT).split("[;,\\s]+", -1)) {
            if (token.equals("id") || token.equals("user") || token.equals("header")) {
                return true;
            }
        }
        return false;
    }

    /// The first line of the value of a field among kept ones, or null. Names in any case.
    static @Nullable String value(byte[] kept, String name) {
        for (int line = 0; line < kept.length; line = nextLine(kept, line)) {
            int colon = afterName(kept, line, name);
            if (colon >= 0) {
                int end = nextLine(kept, line);
                return new String(kept, colon + 1, end - colon - 1, StandardCharsets.UTF_8).strip();
            }
        }
        return null;
    }

    /// Where the colon stands when the line is a field of this name; -1 when it is not.
    private static int afterName(byte[] kept, int line, String name) {
        int at = line;
        for (int i = 0; i < name.length(); i++, at++) {
            // header names are ASCII letters and hyphens: this is their lower case
            if (at == kept.length || (kept[at] | 0x20) != (name.charAt(i) | 0x20)) {
                return -1;
            }
        }
        while (at < kept.length && (kept[at] == ' ' || kept[at] == '\t')) {
            at++;
        }
        return at < kept.length && kept[at] == ':' ? at : -1;
    }

    private static int nextLine(byte[] kept, int line) {
        int at = line;
        while (at < kept.length && kept[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, kept.length);
    }
}
