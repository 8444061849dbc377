package org.fivegmc.maap.cmcc;

/// Return codes of the dialect, as far as this server has a reason for them, with the HTTP status
/// they go with. Digits alone are those of the access layer, SVC and POL those of OMA.
enum CmccCode {
    OK("0", 200, "success"),
    CONTENT_TYPE("10001", 415, "Content-Type is not application/xml"),
    AUTHORIZATION("10002", 401, "Authorization does not prove who calls"),
    BODY("10003", 400, "the body can not be read"),
    POST_NEEDED("10005", 405, "POST is needed"),
    PUT_NEEDED("10006", 405, "PUT is needed"),
    PATH("10008", 404, "there is no such path"),
    ADDRESS("10009", 403, "calls from this address are not allowed"),
    CHATBOT("31002", 404, "chatbotURI is no chatbot of this dialect"),
    NO_RECIPIENT("31007", 400, "there is no address"),
    RECIPIENTS("31008", 400, "there are too many addresses"),
    DATE("31009", 401, "Date is more than five minutes from now"),
    MESSAGE_ID("31011", 400, "messageId is wrong"),
    SENDER("32000", 400, "senderAddress is not the chatbot of the path"),
    RECIPIENT("32001", 400, "destinationAddress is wrong"),
    CONTENT("32003", 400, "bodyText is wrong"),
    ENCODING("32004", 400, "bodyText can not be decoded"),
    FILE_URL("35006", 400, "the URL of a file is wrong"),
    NO_REPLY("40000", 400, "inReplyToContributionID is missing"),
    A_REPLY("40001", 400, "inReplyToContributionID has no place here"),
    PAUSED("40004", 403, "the chatbot or its provider is paused"),
    FAULT("SVC0001", 500, "a fault of the server"),
    BUSY("SVC0001", 503, "the server is busy, try again later"),
    FORMAT("SVC0002", 400, "an element is wrong"),
    NOT_ALLOWED("POL0001", 403, "a chatbot under test may only write to its testers"),
    OVER_QUOTA("POL0009", 429, "a quota is used up"),
    NOT_SUPPORTED("POL0011", 403, "contentType is not known to this server");

    private final String code;
    private final int status;
    private final String text;

    CmccCode(String code, int status, String text) {
        this.code = code;
        this.status = status;
        this.text = text;
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }

    String text() {
        return text;
    }
}
