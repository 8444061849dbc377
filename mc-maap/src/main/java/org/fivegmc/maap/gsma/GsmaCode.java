package org.fivegmc.maap.gsma;

/// Why a call is refused: an HTTP status, and a word in the body.
enum GsmaCode {
    BODY(400, "invalidBody", "the body can not be read"),
    FIELD(400, "invalidField", "a field is wrong"),
    CONTENT(400, "invalidContent", "the content is not what its type says"),
    TOKEN(401, "unauthorized", "Authorization is no Bearer token of this chatbot"),
    ADDRESS(403, "addressNotAllowed", "the provider does not call from this address"),
    PAUSED(403, "paused", "the chatbot or its provider is paused"),
    NOT_A_TESTER(403, "notATester", "the chatbot is under test, and this is no tester"),
    PATH(404, "unknownPath", "there is no such path"),
    MESSAGE(404, "unknownMessage", "there is no message of this chatbot with this msgId"),
    CONTACT(404, "unknownContact", "the contact is not known as an RCS user"),
    FILE(404, "unknownFile", "there is no such file of this chatbot"),
    METHOD(405, "wrongMethod", "the path takes another method"),
    TOO_MANY_FILES(409, "tooManyFiles", "the chatbot has as many files as it may"),
    ENDED(410, "ended", "the message has ended; the webhook was told how"),
    TOO_LARGE(413, "tooLarge", "the body is too large"),
    TYPE(415, "unsupportedType", "the type is not supported"),
    RANGE(416, "wrongRange", "the range is not there"),
    OVER_QUOTA(429, "overQuota", "a quota is used up"),
    FAULT(500, "fault", "a fault of this server"),
    NOT_HERE(501, "notHere", "this server does not do that"),
    BUSY(503, "busy", "the server is busy: the same request may come again");

    private final int status;
    private final String word;
    private final String text;

    GsmaCode(int status, String word, String text) {
        this.status = status;
        this.word = word;
        this.text = text;
    }

    int status() {
        return status;
    }

    String word() {
        return word;
    }

    String text() {
        return text;
    }
}
