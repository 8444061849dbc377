package org.fivegmc.maap.content;

import org.fivegmc.maap.http.HttpAnswer;

/// Why a request is refused, with the status it is answered with. The text of the answer names the
/// setting or the field.
public enum ContentRefusal {
    /// No credentials, or none that can be used: asked again.
    CHALLENGED(401),
    /// A token that is none of ours, has expired, or is of nobody here.
    BAD_TOKEN(401),
    WRONG_PASSWORD(403),
    TOO_MANY_GUESSES(403),
    /// The form or a field of it is not as it must be.
    MALFORMED(400),
    FILE_TOO_LARGE(413),
    THUMBNAIL_TOO_LARGE(413),
    TYPE_REFUSED(415),
    /// More than the owner may have.
    USER_QUOTA(507),
    TOTAL_QUOTA(507),
    FREE_SPACE(507),
    /// Too many uploads at once, or somebody is writing this file.
    BUSY(503),
    /// The accounts can't be asked.
    UNAVAILABLE(503),
    DRAINING(503),
    /// What keeps the files can't be reached.
    STORE_UNAVAILABLE(503),
    /// A link nobody made.
    BAD_LINK(404),
    /// The file or upload is not there.
    UNKNOWN(404),
    EXPIRED(410),
    BAD_RANGE(416);

    private final int status;

    ContentRefusal(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    HttpAnswer answer(String sentence) {
        HttpAnswer answer = HttpAnswer.text(status, sentence);
        return status == 503 ? answer.with("retry-after", "5") : answer;
    }
}
