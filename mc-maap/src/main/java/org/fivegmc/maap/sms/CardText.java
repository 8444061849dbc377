package org.fivegmc.maap.sms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;
import org.fivegmc.wire.mime.TransferEncoding;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// What cards and suggestions are in an SMS.
///
/// | | lines |
/// |---|---|
/// | card | title, description, link to its file |
/// | suggested reply | `1 label`, numbered through the message |
/// | to open a page | `label: address` |
/// | to call a number | `label: number` |
/// | any other action | none |
///
/// Of a carousel the first cards are said, each with its suggestions. All of it has [#LENGTH_MAX]
/// characters at most, so that it fits into eight short messages of Chinese, but for texts the
/// chatbot wrote, titles and addresses: what has no room is left out, descriptions first, which are
/// cut. The same content is the same text each time. Thread-safe.
public final class CardText {

    /// Characters beyond which nothing is added.
    public static final int LENGTH_MAX = 500;

    /// Characters of a title.
    static final int TITLE_MAX = 60;

    /// Characters of a description.
    static final int DESCRIPTION_MAX = 200;

    /// Fewer characters of a description say nothing.
    private static final int DESCRIPTION_MIN = 10;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final int maxCards;

    /// @param maxCards of a carousel
    public CardText(int maxCards) {
        this.maxCards = maxCards;
    }

    /// How what stands beside and in cards is said.
    public interface Pieces {
        /// A part that is neither card nor suggestion.
        Optional<String> text(MediaType type, ByteSlice content);

        /// The address of a file; empty for what no browser follows.
        String link(String url);
    }

    /// @param choices the suggested replies among it
    record Words(String text, List<Choice> choices) {}

    /// The text alone; empty for what has no form as text.
    public Optional<String> text(MediaType type, ByteSlice content, Pieces pieces) {
        return words(type, content, pieces).map(Words::text);
    }

    Optional<Words> words(MediaType type, ByteSlice content, Pieces pieces) {
        var writing = new Writing(pieces);
        if (!type.isMultipart()) {
            return read(type, content, writing) ? writing.words() : Optional.empty();
        }
        if (!(Multipart.leaves(type, content, MultipartLimits.DEFAULT)
                instanceof Parse.Parsed<List<MimePart>>(List<MimePart> parts))) {
            return Optional.empty();
        }
        for (MimePart part : parts) {
            String encoding = part.headers().first("Content-Transfer-Encoding").text();
            boolean read =
                    TransferEncoding.decode(encoding, part.content())
                                    instanceof Parse.Parsed<ByteSlice>(ByteSlice decoded)
                            && read(part.contentType(), decoded, writing);
            if (!read) {
                return Optional.empty(); // half a message says something else
            }
        }
        return writing.words();
    }

    private boolean read(MediaType type, ByteSlice content, Writing writing) {
        return switch (type.name()) {
            case RcsMediaTypes.BOT_MESSAGE -> cards(tree(content).path("message"), writing);
            case RcsMediaTypes.BOT_SUGGESTION -> {
                writing.suggestions(tree(content).path("suggestions"));
                yield true;
            }
            default -> {
                Optional<String> text = writing.pieces.text(type, content);
                text.ifPresent(writing::fixed);
                yield text.isPresent();
            }
        };
    }

    private static JsonNode tree(ByteSlice content) {
        try {
            return MAPPER.readTree(content.toByteArray());
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    private boolean cards(JsonNode message, Writing writing) {
        JsonNode single = message.path("generalPurposeCard").path("content");
        if (single.isObject()) {
            writing.card(single);
            return true;
        }
        JsonNode several = message.path("generalPurposeCardCarousel").path("content");
        for (int i = 0; i < several.size() && i < maxCards; i++) {
            writing.card(several.path(i));
        }
        return !several.isEmpty();
    }

    /// One message on its way to be words.
    private static final class Writing {
        private final Pieces pieces;
        private final List<Line> lines = new ArrayList<>();
        private int length;

        Writing(Pieces pieces) {
            this.pieces = pieces;
        }

        /// A line, and what it stands for.
        private sealed interface Line {
            record Fixed(String text) implements Line {}

            record Described(String text) implements Line {}

            record Suggested(String label, String response) implements Line {}

            record Offered(String text) implements Line {}
        }

        void fixed(String text) {
            lines.add(new Line.Fixed(text));
            length += text.length() + 1;
        }

        void card(JsonNode card) {
            String title = line(card.path("title"));
            if (!title.isEmpty()) {
                fixed(cut(title, TITLE_MAX));
            }
            String description = line(card.path("description"));
            if (!description.isEmpty()) {
                lines.add(new Line.Described(description));
            }
            String link = pieces.link(card.path("media").path("mediaUrl").asString(""));
            if (!link.isEmpty()) {
                fixed(link);
            }
            suggestions(card.path("suggestions"));
        }

        void suggestions(JsonNode all) {
            for (JsonNode one : all) {
                JsonNode reply = one.path("reply");
                String label =
                        line((reply.isObject() ? reply : one.path("action")).path("displayText"));
                if (label.isEmpty()) {
                    continue;
                }
                if (reply.isObject()) {
                    lines.add(new Line.Suggested(label, response(reply)));
                } else {
                    String target = target(one.path("action"));
                    if (!target.isEmpty()) {
                        lines.add(new Line.Offered(label + ": " + target));
                    }
                }
            }
        }

        private String target(JsonNode action) {
            String url = action.path("urlAction").path("openUrl").path("url").asString("");
            return url.isEmpty()
                    ? line(action.path("dialerAction").path("dialPhoneNumber").path("phoneNumber"))
                    : pieces.link(url);
        }

        /// What a client sends for a tap (RCC.07 section 3.6.10.4).
        private static String response(JsonNode reply) {
            var response = MAPPER.createObjectNode();
            var tapped = response.putObject("response").putObject("reply");
            tapped.put("displayText", reply.path("displayText").asString(""));
            JsonNode data = reply.path("postback").path("data");
            if (data.isString()) {
                tapped.putObject("postback").put("data", data.asString(""));
            }
            return MAPPER.writeValueAsString(response);
        }

        Optional<Words> words() {
            var text = new StringBuilder();
            var choices = new ArrayList<Choice>();
            int left = LENGTH_MAX - length;
            var said = new ArrayList<String>(lines.size());
            for (Line line : lines) {
                String one =
                        switch (line) {
                            case Line.Fixed(var fixed) -> fixed;
                            case Line.Described _ -> "";
                            case Line.Suggested(var label, var _) ->
                                    (choices.size() + 1) + " " + label;
                            case Line.Offered(var offered) -> offered;
                        };
                boolean room = one.length() + 1 <= left || line instanceof Line.Fixed;
                said.add(room ? one : "");
                if (room && !(line instanceof Line.Fixed) && !one.isEmpty()) {
                    left -= one.length() + 1;
                }
                if (room && line instanceof Line.Suggested(var label, var response)) {
                    choices.add(new Choice(choices.size() + 1, label, response));
                }
            }
            describe(said, left);
            said.stream().filter(s -> !s.isEmpty()).forEach(s -> text.append(s).append('\n'));
            String all = text.toString().strip();
            return all.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Words(all, List.copyOf(choices)));
        }

        /// Descriptions share what the others have left.
        private void describe(List<String> said, int left) {
            long count = lines.stream().filter(Line.Described.class::isInstance).count();
            int share = count == 0 ? 0 : Math.min(DESCRIPTION_MAX, (int) (left / count) - 1);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i) instanceof Line.Described(var description)
                        && share >= DESCRIPTION_MIN) {
                    said.set(i, cut(description, share));
                }
            }
        }

        /// On one line, without what nobody sees.
        private static String line(JsonNode text) {
            return text.asString("").replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        }

        private static String cut(String text, int most) {
            if (text.length() <= most) {
                return text;
            }
            int end = most - 1;
            if (Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            return text.substring(0, end) + "\u2026";
        }
    }
}
