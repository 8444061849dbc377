package org.fivegmc.sip.codec;

import java.nio.charset.StandardCharsets;

/// The methods known by number; any other token is [#EXTENSION] and keeps its text in the message.
/// Methods are case-sensitive (RFC 3261 section 7.1).
public enum SipMethod {
    MESSAGE,
    REGISTER,
    OPTIONS,
    INVITE,
    ACK,
    CANCEL,
    BYE,
    SUBSCRIBE,
    NOTIFY,
    PUBLISH,
    REFER,
    INFO,
    UPDATE,
    PRACK,
    EXTENSION;

    private static final SipMethod[] ALL = values();

    @SuppressWarnings("ImmutableEnumChecker") // never written after construction, never handed out
    private final byte[] bytes = name().getBytes(StandardCharsets.US_ASCII);

    static SipMethod find(byte[] a, int start, int end) {
        for (SipMethod m : ALL) {
            if (java.util.Arrays.equals(a, start, end, m.bytes, 0, m.bytes.length)) {
                return m;
            }
        }
        return EXTENSION;
    }
}
