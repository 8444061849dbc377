package org.fivegmc.maap.content;

import java.io.IOException;

/// Why a call about the files of a chatbot comes to nothing; the message says it to the chatbot.
public final class MediaRefusal extends IOException {
    private static final long serialVersionUID = 1;

    /// Each dialect has codes for these.
    public enum Reason {
        /// The form has no file.
        NO_FILE,
        EMPTY_FILE,
        TYPE,
        TOO_LARGE,
        /// It has as many files, or as many octets, as it may.
        TOO_MANY,
        /// The body is no form that can be read.
        FORM,
        /// No address of a file of this chatbot.
        NOT_ITS_OWN,
        EXPIRED,
        /// The range of a download.
        RANGE,
        /// The same may work later.
        BUSY
    }

    private final Reason reason;

    MediaRefusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static MediaRefusal of(RefusedException refused) {
        Reason reason =
                switch (refused.reason()) {
                    case TYPE_REFUSED -> Reason.TYPE;
                    case FILE_TOO_LARGE, THUMBNAIL_TOO_LARGE -> Reason.TOO_LARGE;
                    case USER_QUOTA -> Reason.TOO_MANY;
                    case MALFORMED -> Reason.FORM;
                    case UNKNOWN, BAD_LINK -> Reason.NOT_ITS_OWN;
                    case EXPIRED -> Reason.EXPIRED;
                    case BAD_RANGE -> Reason.RANGE;
                    case TOTAL_QUOTA,
                            FREE_SPACE,
                            BUSY,
                            UNAVAILABLE,
                            DRAINING,
                            STORE_UNAVAILABLE,
                            CHALLENGED,
                            BAD_TOKEN,
                            WRONG_PASSWORD,
                            TOO_MANY_GUESSES ->
                            Reason.BUSY;
                };
        return new MediaRefusal(reason, refused.sentence());
    }
}
