package org.fivegmc.maap.directory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.content.UserPages;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.tenant.Chatbot;
import tools.jackson.databind.node.ObjectNode;

/// What clients ask by HTTPS about chatbots (RCC.07 section 3.6.3). Other parameters than these,
/// such as `ho`, `hl` and those that tell of the client, change nothing.
///
/// | path | parameters | answer |
/// |---|---|---|
/// | `/bots` | `q` terms, `start` from 0, `num` at most | 200: those that match; 503: too many searches |
/// | `/bot` | `id` address of a chatbot | 200: what is known of it; 404 |
///
/// Answers have an `ETag`; asked with it again they are 304. Thread-safe.
public final class DirectoryPages implements UserPages {

    static final int NUM = 20;
    static final int NUM_MAX = 100;
    static final int QUERY_MAX = 200;
    private static final int START_MAX = 1_000_000;

    private final ChatbotDirectory directory;
    private final Duration maxAge;
    private final InstantSource clock;

    /// @param maxAge how long clients may keep what they are told of a chatbot
    public DirectoryPages(ChatbotDirectory directory, Duration maxAge, InstantSource clock) {
        this.directory = directory;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    @Override
    public boolean has(String path) {
        return path.equals("bots") || path.equals("bot");
    }

    @Override
    public HttpAnswer answer(String path, HttpCall call, Msisdn user) {
        try {
            return path.equals("bots") ? search(call, user) : information(call, user);
        } catch (WrongException e) {
            return HttpAnswer.text(400, e.getMessage());
        }
    }

    private HttpAnswer search(HttpCall call, Msisdn user) throws WrongException {
        String query = call.query("q").orElse("");
        if (query.length() > QUERY_MAX) {
            throw new WrongException("q has more than " + QUERY_MAX + " characters");
        }
        int start = number(call, "start", 0, 0, START_MAX);
        int num = number(call, "num", NUM, 1, Integer.MAX_VALUE);
        return directory
                .search(query, start, Math.min(num, NUM_MAX), user)
                .map(page -> tagged(call, DirectoryForm.found(page, start, clock.instant())))
                .orElseGet(() ->
                        HttpAnswer.text(503, "too many searches at once").with("retry-after", "5"));
    }

    private HttpAnswer information(HttpCall call, Msisdn user) throws WrongException {
        String id = call.query("id").orElse("");
        ChatbotAddress address =
                ChatbotAddress.of(id)
                        .orElseThrow(() ->
                                new WrongException("id is missing or no address of a chatbot"));
        Optional<Chatbot> chatbot = directory.find(address, user);
        return chatbot.isEmpty()
                ? HttpAnswer.text(404, "there is no such chatbot")
                : tagged(call, DirectoryForm.information(chatbot.get(), clock.instant()));
    }

    private HttpAnswer tagged(HttpCall call, ObjectNode body) {
        byte[] octets = body.toString().getBytes(StandardCharsets.UTF_8);
        String tag = "\"" + UUID.nameUUIDFromBytes(octets) + "\"";
        boolean known =
                call.headers("if-none-match").stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .map(String::strip)
                        .anyMatch(one ->
                                one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
        HttpAnswer answer =
                known
                        ? HttpAnswer.of(304)
                        : HttpAnswer.octets(200, "application/json; charset=utf-8", octets);
        return answer.with("etag", tag)
                .with("cache-control", "private, max-age=" + maxAge.toSeconds());
    }

    private static int number(HttpCall call, String name, int without, int least, int most)
            throws WrongException {
        Optional<String> text = call.query(name).filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            return without;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // as one that is out of range
        }
        throw new WrongException(name + " is no number from " + least + " to " + most);
    }

    /// A parameter that can't be used.
    private static final class WrongException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongException(String sentence) {
            super(sentence, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
