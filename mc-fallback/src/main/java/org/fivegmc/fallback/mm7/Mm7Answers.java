package org.fivegmc.fallback.mm7;

import java.time.Duration;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;
import org.fivegmc.fallback.spi.SubmitOutcome.Reason;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;

/// What an answer to a SubmitReq means (TS 23.140 section 8.7.5). The status of MM7 counts before
/// that of HTTP, since MMSCs have faults with 200 and answers with 500.
///
/// | answer | outcome |
/// |---|---|
/// | 1xxx with a MessageID | accepted |
/// | 1xxx without | accepted, and no report will be found |
/// | 2xxx | rejected: the request will never be right |
/// | 3xxx, 4000, 4005, 4006 | later: the MMSC could not |
/// | 4001 | later, with an alarm: the MMSC does not know us |
/// | other 4xxx | rejected |
/// | HTTP 401, 403, 404, 405, 407 | later, with an alarm: the account or the address is wrong |
/// | HTTP 429 | later, and slower |
/// | other HTTP 4xx | rejected |
/// | HTTP 502, 504 | unknown: a proxy may have passed it on |
/// | other HTTP 5xx | later |
/// | anything else | unknown |
final class Mm7Answers {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration MENDED = Duration.ofMinutes(1);

    private Mm7Answers() {}

    /// An answer, judged.
    ///
    /// @param alarm what a person has to mend before anything can go; empty for nothing
    record Judged(SubmitOutcome outcome, String alarm) {
        Judged(SubmitOutcome outcome) {
            this(outcome, "");
        }
    }

    static Judged judge(int http, String contentType, ByteSlice body) {
        Parse<Mm7Document> read = Mm7Document.read(contentType, body);
        if (read instanceof Parse.Parsed<Mm7Document>(Mm7Document document)) {
            int status = document.status();
            if (status != Mm7Document.NO_STATUS) {
                return judged(document, status);
            }
        }
        return http / 100 == 2
                ? new Judged(new SubmitOutcome.Unknown(Doubt.MALFORMED_RESPONSE))
                : byHttp(http);
    }

    private static Judged judged(Mm7Document document, int status) {
        String text = status + " " + document.statusText();
        return switch (status / 1000) {
            case 1 -> {
                String id = usable(document.text("MessageID"));
                yield new Judged(new SubmitOutcome.Accepted(document.text("MessageID"), id));
            }
            case 2 -> new Judged(new SubmitOutcome.Rejected(status, document.statusText()));
            case 3 -> later(text);
            case 4 ->
                    switch (status) {
                        case 4000, 4005, 4006 -> later(text);
                        case 4001 -> refusedAccount(text);
                        default ->
                                new Judged(
                                        new SubmitOutcome.Rejected(status, document.statusText()));
                    };
            default -> new Judged(new SubmitOutcome.Unknown(Doubt.MALFORMED_RESPONSE));
        };
    }

    /// An id that is too long to be a key counts as none.
    static String usable(String messageId) {
        return messageId.length() <= Mm7Inbox.ID_MAX ? messageId : "";
    }

    private static Judged byHttp(int http) {
        String text = "HTTP " + http;
        return switch (http) {
            case 401, 403, 404, 405, 407 -> refusedAccount(text);
            case 429 -> new Judged(new SubmitOutcome.Retry(Reason.THROTTLED, text, SOON));
            case 502, 504 -> new Judged(new SubmitOutcome.Unknown(Doubt.MALFORMED_RESPONSE));
            default ->
                    switch (http / 100) {
                        case 4 -> new Judged(new SubmitOutcome.Rejected(http, text));
                        case 5 -> later(text);
                        default -> new Judged(new SubmitOutcome.Unknown(Doubt.MALFORMED_RESPONSE));
                    };
        };
    }

    private static Judged later(String text) {
        return new Judged(new SubmitOutcome.Retry(Reason.TRANSIENT, text, SOON));
    }

    private static Judged refusedAccount(String text) {
        return new Judged(new SubmitOutcome.Retry(Reason.GATEWAY_DOWN, text, MENDED), text);
    }
}
