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
    CALLBACK(30006, "the webhook has not shown whose it is"),
    NOT_THE_SENDER(30008, "senderAddress is not the chatbot of the path"),
    WRONG_KEY(40001, "appId or appKey is wrong"),
    CREDENTIAL_TYPE(40002, "authorization begins with accessToken and has a token behind it"),
    FILE_TYPE(40005, "the file is of no type that can be uploaded"),
    FILE_SIZE(40006, "the file is too large"),
    MEDIA_URL(40007, "url is that of no file of this chatbot"),
    MESSAGE_TYPE(40008, "the message is not what its type says"),
    INFO(40011, "nothing was changed"),
    WRONG_TOKEN(40014, "the access token is not valid"),
    BUTTON_COUNT(40016, "a menu has too many items, or none"),
    BUTTON_TYPE(40017, "an item of a menu is of no known type"),
    BUTTON_NAME(40018, "the name of an item is missing or too long"),
    BUTTON_KEY(40019, "the data of an item are too long"),
    BUTTON_URL(40020, "the URL of an item is too long"),
    TEXT_LENGTH(40021, "the text is too long"),
    FILE_EXPIRED(40022, "the file has expired"),
    TOO_MANY_FILES(40040, "there are too many files"),
    BUTTON_LINK(40052, "the URL of an item is none"),
    NO_TOKEN(41001, "a header is missing"),
    NO_APP_ID(41002, "appId is missing"),
    NO_APP_KEY(41004, "appKey is missing"),
    NO_MEDIA(41005, "there is no file"),
    NO_MEDIA_URL(41006, "the header url is missing"),
    TOKEN_EXPIRED(42001, "the access token has expired"),
    GET_NEEDED(43001, "GET is needed"),
    EMPTY_MEDIA(44001, "the file is empty"),
    EMPTY_POST(44002, "the request has no body"),
    TOO_OFTEN(45001, "too many access tokens were fetched today"),
    RESTRICTED_USER(46003, "a chatbot under test may only write to its testers"),
    NOT_JSON(47001, "the body can not be read as JSON"),
    SUB_MENU(47002, "a sub-menu is wrong"),
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
