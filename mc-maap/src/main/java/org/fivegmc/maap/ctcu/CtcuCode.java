package org.fivegmc.maap.ctcu;

/// Return codes of the dialect, as far as this server has a reason for them.
enum CtcuCode {
    BUSY(-1, "the server is busy, try again later"),
    INTERNAL(-2, "a fault of the server"),
    OK(0, "success"),
    PARAMETER(20002, "a parameter is wrong"),
    REQUEST(20003, "there is no such request"),
    OVER_DAY(30001, "the quota of a day is used up"),
    OVER_MONTH(30002, "the quota of a month is used up"),
    OVER_SECOND(30003, "the quota of a second is used up"),
    NOT_THE_SENDER(30008, "senderAddress is not the chatbot of the path"),
    WRONG_KEY(40001, "appId or appKey is wrong"),
    CREDENTIAL_TYPE(40002, "authorization begins with accessToken and has a token behind it"),
    MESSAGE_TYPE(40008, "the message is not what its type says"),
    WRONG_TOKEN(40014, "the access token is not valid"),
    TEXT_LENGTH(40021, "the text is too long"),
    NO_TOKEN(41001, "a header is missing"),
    NO_APP_ID(41002, "appId is missing"),
    NO_APP_KEY(41004, "appKey is missing"),
    TOKEN_EXPIRED(42001, "the access token has expired"),
    EMPTY_POST(44002, "the request has no body"),
    TOO_OFTEN(45001, "too many access tokens were fetched today"),
    RESTRICTED_USER(46003, "a chatbot under test may only write to its testers"),
    NOT_JSON(47001, "the body can not be read as JSON"),
    NOT_AUTHORISED(48001, "this chatbot may not do that now");

    private final int code;
    private final String text;

    CtcuCode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }
}
