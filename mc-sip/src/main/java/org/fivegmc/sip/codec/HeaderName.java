package org.fivegmc.sip.codec;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The header fields this server knows by number, with their compact forms (IANA SIP parameters).
/// Others keep their name as bytes and are found by text.
public enum HeaderName {
    VIA("Via", 'v', true),
    FROM("From", 'f', false),
    TO("To", 't', false),
    CALL_ID("Call-ID", 'i', false),
    CSEQ("CSeq", '-', false),
    MAX_FORWARDS("Max-Forwards", '-', false),
    CONTACT("Contact", 'm', true),
    CONTENT_LENGTH("Content-Length", 'l', false),
    CONTENT_TYPE("Content-Type", 'c', false),
    ROUTE("Route", '-', true),
    RECORD_ROUTE("Record-Route", '-', true),
    EXPIRES("Expires", '-', false),
    REQUIRE("Require", '-', true),
    PROXY_REQUIRE("Proxy-Require", '-', true),
    SUPPORTED("Supported", 'k', true),
    UNSUPPORTED("Unsupported", '-', true),
    PATH("Path", '-', true),
    SERVICE_ROUTE("Service-Route", '-', true),
    AUTHORIZATION("Authorization", '-', false),
    PROXY_AUTHORIZATION("Proxy-Authorization", '-', false),
    WWW_AUTHENTICATE("WWW-Authenticate", '-', false),
    PROXY_AUTHENTICATE("Proxy-Authenticate", '-', false),
    AUTHENTICATION_INFO("Authentication-Info", '-', false),
    ACCEPT("Accept", '-', true),
    ACCEPT_CONTACT("Accept-Contact", 'a', true),
    REJECT_CONTACT("Reject-Contact", 'j', true),
    REQUEST_DISPOSITION("Request-Disposition", 'd', true),
    ACCEPT_ENCODING("Accept-Encoding", '-', true),
    ACCEPT_LANGUAGE("Accept-Language", '-', true),
    ALERT_INFO("Alert-Info", '-', true),
    ALLOW("Allow", '-', true),
    ALLOW_EVENTS("Allow-Events", 'u', true),
    CALL_INFO("Call-Info", '-', true),
    CONTENT_DISPOSITION("Content-Disposition", '-', false),
    CONTENT_ENCODING("Content-Encoding", 'e', true),
    CONTENT_LANGUAGE("Content-Language", '-', true),
    CONTRIBUTION_ID("Contribution-ID", '-', false),
    CONVERSATION_ID("Conversation-ID", '-', false),
    IN_REPLY_TO_CONTRIBUTION_ID("InReplyTo-Contribution-ID", '-', false),
    SESSION_REPLACES("Session-Replaces", '-', false),
    DATE("Date", '-', false),
    ERROR_INFO("Error-Info", '-', true),
    EVENT("Event", 'o', false),
    GEOLOCATION("Geolocation", '-', true),
    HISTORY_INFO("History-Info", '-', true),
    IN_REPLY_TO("In-Reply-To", '-', true),
    JOIN("Join", '-', false),
    MIME_VERSION("MIME-Version", '-', false),
    MIN_EXPIRES("Min-Expires", '-', false),
    MIN_SE("Min-SE", '-', false),
    ORGANIZATION("Organization", '-', false),
    P_ACCESS_NETWORK_INFO("P-Access-Network-Info", '-', true),
    P_ASSERTED_IDENTITY("P-Asserted-Identity", '-', true),
    P_ASSERTED_SERVICE("P-Asserted-Service", '-', true),
    P_ASSOCIATED_URI("P-Associated-URI", '-', true),
    P_CALLED_PARTY_ID("P-Called-Party-ID", '-', false),
    P_CHARGING_FUNCTION_ADDRESSES("P-Charging-Function-Addresses", '-', true),
    P_CHARGING_VECTOR("P-Charging-Vector", '-', true),
    P_PREFERRED_IDENTITY("P-Preferred-Identity", '-', true),
    P_PREFERRED_SERVICE("P-Preferred-Service", '-', true),
    P_SERVED_USER("P-Served-User", '-', false),
    P_VISITED_NETWORK_ID("P-Visited-Network-ID", '-', true),
    PRIORITY("Priority", '-', false),
    PRIVACY("Privacy", '-', false),
    RACK("RAck", '-', false),
    REASON("Reason", '-', true),
    REFER_TO("Refer-To", 'r', false),
    REFERRED_BY("Referred-By", 'b', false),
    REPLACES("Replaces", '-', false),
    REPLY_TO("Reply-To", '-', false),
    RETRY_AFTER("Retry-After", '-', false),
    RSEQ("RSeq", '-', false),
    SECURITY_CLIENT("Security-Client", '-', true),
    SECURITY_SERVER("Security-Server", '-', true),
    SECURITY_VERIFY("Security-Verify", '-', true),
    SERVER("Server", '-', false),
    SESSION_EXPIRES("Session-Expires", 'x', false),
    SIP_ETAG("SIP-ETag", '-', false),
    SIP_IF_MATCH("SIP-If-Match", '-', false),
    SUBJECT("Subject", 's', false),
    SUBSCRIPTION_STATE("Subscription-State", '-', false),
    TIMESTAMP("Timestamp", '-', false),
    USER_AGENT("User-Agent", '-', false),
    WARNING("Warning", '-', true),
    IDENTITY("Identity", 'y', false),
    TARGET_DIALOG("Target-Dialog", '-', false);

    private static final HeaderName[] ALL = values();
    private static final int SLOTS = 1024;
    private static final @Nullable HeaderName[] TABLE = new @Nullable HeaderName[SLOTS];
    private static final @Nullable HeaderName[] COMPACT = new @Nullable HeaderName[128];

    static {
        for (HeaderName h : ALL) {
            int slot = hash(h.bytes, 0, h.bytes.length);
            while (TABLE[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            TABLE[slot] = h;
            if (h.compact != '-') {
                COMPACT[h.compact] = h;
                COMPACT[h.compact - 32] = h;
            }
        }
    }

    private final String text;

    @SuppressWarnings(
            "ImmutableEnumChecker") // never written after construction, kept in this package
    private final byte[] bytes;

    private final char compact;
    private final boolean list;

    HeaderName(String text, char compact, boolean list) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.US_ASCII);
        this.compact = compact;
        this.list = list;
    }

    /// The long form as the specifications write it.
    public String text() {
        return text;
    }

    /// Whether several values may stand in one field, separated by commas.
    public boolean isList() {
        return list;
    }

    byte[] bytes() {
        return bytes;
    }

    /// The number in the index of a message; lives as long as the message, so its change between
    /// versions harms nobody.
    @SuppressWarnings("EnumOrdinal")
    int number() {
        return ordinal();
    }

    static HeaderName byNumber(int number) {
        return ALL[number];
    }

    private static int hash(byte[] a, int start, int end) {
        int h = end - start;
        for (int i = start; i < end; i++) {
            h = h * 31 + (a[i] | 0x20);
        }
        return (h ^ (h >>> 11)) & (SLOTS - 1);
    }

    /// The header of a name in long or compact form, case not regarded, or null when unknown.
    static @Nullable HeaderName find(byte[] a, int start, int end) {
        if (end - start == 1) {
            return a[start] > 0 ? COMPACT[a[start]] : null;
        }
        int slot = hash(a, start, end);
        for (HeaderName h = TABLE[slot]; h != null; h = TABLE[slot]) {
            if (h.matches(a, start, end)) {
                return h;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return null;
    }

    private boolean matches(byte[] a, int start, int end) {
        if (end - start != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (Chars.lower(a[start + i]) != Chars.lower(bytes[i])) {
                return false;
            }
        }
        return true;
    }
}
