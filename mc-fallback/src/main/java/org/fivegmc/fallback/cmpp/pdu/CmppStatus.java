package org.fivegmc.fallback.cmpp.pdu;

import org.fivegmc.fallback.answer.Meaning;

/// Result of CMPP_SUBMIT_RESP and CMPP_DELIVER_RESP (CMPP 3.0 clauses 8.4.3.2 and 8.4.5.2), and
/// what each means for a submission.
public enum CmppStatus {
    OK(0, Meaning.OK, "no error"),
    STRUCTURE(1, Meaning.PERMANENT, "wrong structure"),
    COMMAND(2, Meaning.PERMANENT, "wrong command"),
    /// Another unit with this Sequence_Id was taken.
    SEQUENCE(3, Meaning.TRANSIENT, "repeated sequence number"),
    LENGTH(4, Meaning.PERMANENT, "wrong length"),
    FEE_CODE(5, Meaning.GATEWAY_DOWN, "wrong fee code"),
    TOO_LONG(6, Meaning.PERMANENT, "too long"),
    SERVICE(7, Meaning.GATEWAY_DOWN, "wrong service code"),
    TRAFFIC_CONTROL(8, Meaning.THROTTLED, "traffic control"),
    NOT_SERVED(9, Meaning.PERMANENT, "number not served"),
    SRC_ID(10, Meaning.PERMANENT, "wrong Src_Id"),
    MSG_SRC(11, Meaning.GATEWAY_DOWN, "wrong Msg_src"),
    FEE_TERMINAL(12, Meaning.PERMANENT, "wrong Fee_terminal_Id"),
    DEST_TERMINAL(13, Meaning.PERMANENT, "wrong Dest_terminal_Id");

    /// Status of CMPP_CONNECT_RESP: the source address is not known.
    private static final int CONNECT_SOURCE = 2;

    /// Status of CMPP_CONNECT_RESP: the authenticator is wrong.
    private static final int CONNECT_AUTHENTICATION = 3;

    /// Status of CMPP_CONNECT_RESP: the gateway speaks no version as high as that.
    private static final int CONNECT_VERSION = 4;

    private final int code;
    private final Meaning meaning;
    private final String text;

    CmppStatus(int code, Meaning meaning, String text) {
        this.code = code;
        this.meaning = meaning;
        this.text = text;
    }

    /// The value on the wire.
    public int code() {
        return code;
    }

    /// What the value means; one the standard does not know is taken for [Meaning#TRANSIENT], as
    /// most codes of gateways' own are.
    public static Meaning meaning(int code) {
        return code >= 0 && code < values().length ? values()[code].meaning : Meaning.TRANSIENT;
    }

    /// For people: text and code.
    public static String describe(int code) {
        String text =
                code >= 0 && code < values().length ? values()[code].text : "error of its own";
        return text + " (" + code + ")";
    }

    /// For people: the status of a CMPP_CONNECT_RESP.
    public static String describeConnect(int status) {
        String text =
                switch (status) {
                    case 0 -> "accepted";
                    case 1 -> "wrong structure";
                    case CONNECT_SOURCE -> "unknown source address";
                    case CONNECT_AUTHENTICATION -> "wrong authenticator";
                    case CONNECT_VERSION -> "version too high";
                    default -> "other error";
                };
        return text + " (" + status + ")";
    }

    /// Whether a connection refused with this status needs a person: a wrong account, not a busy
    /// gateway.
    public static boolean refusesAccount(int status) {
        return status == CONNECT_SOURCE
                || status == CONNECT_AUTHENTICATION
                || status == CONNECT_VERSION;
    }
}
