package org.fivegmc.loadtest.rich;

/// What a server must not do.
enum Fault {
    MISSING("missing", "accepted, not taken back, and never came"),
    CHANGED("changed", "came with other octets"),
    TWICE("twice", "came again oftener than the server was killed"),
    OUT_OF_ORDER("outOfOrder", "came behind a later one"),
    STRANGER("strangers", "came, and was never sent to this user"),
    REPORT_MISSING("reportsMissing", "has come, and its sender was not told"),
    REPORT_TWICE("reportsTwice", "its sender was told oftener than kills and ended chats explain"),
    FALSE_REPORT("falseReports", "reported as delivered, and is not"),
    REVOKED_BUT_CAME("revokedButCame", "its sender was told that it is taken back, and it came"),
    NOT_REVOKED("notRevoked", "could not be taken back although its recipient was away"),
    RESULT_MISSING("resultsMissing", "the wish to take it back was accepted, and no result came"),
    FILE_LOST("filesLost", "an uploaded file that can not be had, or is another"),
    REFUSED("refused", "a request that was refused for good"),
    UNANSWERED("unanswered", "requests without an answer, or with a 5xx, more than kills explain"),
    STUCK("stuck", "owed to users who were registered, until they registered once more"),
    BROKEN("broken", "a fault of this tool: a pair stopped playing"),
    NOT_PLAYED("notPlayed", "a kind of message of which none was accepted");

    private final String key;
    private final String meaning;

    Fault(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /// Its name in a result.
    String key() {
        return key;
    }

    String meaning() {
        return meaning;
    }
}
