package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sip.header.Header;
import javax.sip.message.Response;

/// A final answer: status, reason, header values as JAIN-SIP wrote them, and the body as text.
/// Status 408 with no headers also stands for no answer at all.
public record Answer(int status, String reason, List<Field> headers, String body) {
    /// One header of the answer; lists are split into one entry for each value.
    public record Field(String name, String value) {}

    static Answer none(String why) {
        return new Answer(JainStack.NO_ANSWER, why, List.of(), "");
    }

    static Answer of(Response response) {
        List<Field> fields = new ArrayList<>();
        var names = response.getHeaderNames();
        while (names.hasNext()) {
            var values = response.getHeaders(String.valueOf(names.next()));
            while (values.hasNext()) {
                if (values.next() instanceof Header header) {
                    fields.add(new Field(header.getName(), valueOf(header)));
                }
            }
        }
        byte[] body = response.getRawContent();
        return new Answer(
                response.getStatusCode(),
                String.valueOf(response.getReasonPhrase()),
                fields,
                body == null ? "" : new String(body, UTF_8));
    }

    public List<String> all(String name) {
        return headers.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    static String valueOf(Header header) {
        String line = header.toString();
        return line.substring(line.indexOf(':') + 1).strip();
    }
}
