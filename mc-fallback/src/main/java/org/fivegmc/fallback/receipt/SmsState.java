package org.fivegmc.fallback.receipt;

import java.util.Locale;

/// What a receipt says became of a short message (SMPP 3.4 clause 5.2.28 and appendix B).
public enum SmsState {
    /// On its way; intermediate.
    ENROUTE(1, false, "ENROUT"),
    /// Read by customer care on behalf of the subscriber; intermediate.
    ACCEPTED(6, false, "ACCEPT"),
    /// At the handset.
    DELIVERED(2, true, "DELIV"),
    /// Its validity ended.
    EXPIRED(3, true, "EXPIR"),
    /// Removed by the operator.
    DELETED(4, true, "DELET"),
    /// The network gave it up.
    UNDELIVERABLE(5, true, "UNDELIV"),
    /// Refused by the center or the network.
    REJECTED(8, true, "REJECT"),
    /// Said to be unknown, or not said, or said unreadably. Not final: the caller's receipt timer
    /// decides.
    UNKNOWN(7, false, "UNKNOWN");

    private final int tlvValue;
    private final boolean isFinal;
    private final String stem;

    SmsState(int tlvValue, boolean isFinal, String stem) {
        this.tlvValue = tlvValue;
        this.isFinal = isFinal;
        this.stem = stem;
    }

    /// Whether nothing more will come.
    public boolean isFinal() {
        return isFinal;
    }

    /// From the value of TLV message_state. SMPP 5.0's SCHEDULED (0) is on its way, SKIPPED (9)
    /// never went.
    public static SmsState ofTlv(int value) {
        for (SmsState state : values()) {
            if (state.tlvValue == value) {
                return state;
            }
        }
        return switch (value) {
            case 0 -> ENROUTE;
            case 9 -> DELETED;
            default -> UNKNOWN;
        };
    }

    /// From the `stat:` word: seven letters by the standard (`DELIVRD`), written out by some, in
    /// any case.
    public static SmsState ofText(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        for (SmsState state : values()) {
            if (upper.startsWith(state.stem)) {
                return state;
            }
        }
        return upper.startsWith("FAIL")
                ? UNDELIVERABLE
                : upper.startsWith("BUFF") ? ENROUTE : UNKNOWN;
    }
}
