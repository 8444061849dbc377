package org.fivegmc.maap.content;

import java.io.IOException;
import org.fivegmc.maap.http.HttpAnswer;

/// Ends a request whose answer is decided, from within the reading of its body.
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final ContentRefusal reason;
    private final transient HttpAnswer answer;

    private final String sentence;

    RefusedException(ContentRefusal reason, String sentence) {
        this(reason, sentence, reason.answer(sentence));
    }

    RefusedException(ContentRefusal reason, String sentence, HttpAnswer answer) {
        super(reason.name());
        this.sentence = sentence;
        this.reason = reason;
        this.answer = answer;
    }

    ContentRefusal reason() {
        return reason;
    }

    HttpAnswer answer() {
        return answer;
    }

    String sentence() {
        return sentence;
    }
}
