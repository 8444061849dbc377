package org.fivegmc.sip.pager;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
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

    private EdgeHeaders() {}

    static byte[] of(SipRequest request) {
        var kept = new ByteArrayOutputStream(160);
        for (int i = 0; i < request.headerCount(); i++) {
            HeaderName name = request.headerName(i);
            if (name != null && OF_THE_HOP.contains(name)) {
                continue;
            }
            var field = request.headerField(i).slice();
            kept.write(field.array(), field.offset(), field.length());
        }
        return kept.toByteArray();
    }

    /// The value of a field among kept ones, or null.
    static @Nullable String value(byte[] kept, String name) {
        String prefix = "\r\n" + name + ":";
        String text = "\r\n" + new String(kept, StandardCharsets.UTF_8);
        int at = text.indexOf(prefix);
        if (at < 0) {
            return null;
        }
        int end = text.indexOf("\r\n", at + 2);
        return text.substring(at + prefix.length(), end < 0 ? text.length() : end).strip();
    }
}
