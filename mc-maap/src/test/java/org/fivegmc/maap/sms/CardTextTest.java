package org.fivegmc.maap.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MultipartWriter;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import org.junit.jupiter.api.Test;

/// Octet for octet what people without RCS read of cards.
class CardTextTest {

    static final CardText.Pieces PIECES =
            new CardText.Pieces() {
                @Override
                public Optional<String> text(MediaType type, ByteSlice content) {
                    return type.is(RcsMediaTypes.TEXT)
                            ? Optional.of(content.text())
                            : Optional.empty();
                }

                @Override
                public String link(String url) {
                    return url.startsWith("https://files.example/long/")
                            ? "https://f.example/s"
                            : url.startsWith("http") ? url : "";
                }
            };

    static final String REPLY =
            "{\"reply\":{\"displayText\":\"%s\",\"postback\":{\"data\":\"%s\"}}}";

    private static String open(String url, String label) {
        return "{\"action\":{\"urlAction\":{\"openUrl\":{\"url\":\"%s\"}},\"displayText\":\"%s\"}}"
                .formatted(url, label);
    }

    private static String dial(String number, String label) {
        return "{\"action\":{\"dialerAction\":{\"dialPhoneNumber\":{\"phoneNumber\":\"%s\"}},\"displayText\":\"%s\"}}"
                .formatted(number, label);
    }

    private static final String OTHER =
            "{\"action\":{\"deviceAction\":{\"requestDeviceSpecifics\":{}},\"displayText\":\"No\"}}";

    private final CardText cards = new CardText(3);

    static String card(String title, String description, String media, String... suggestions) {
        return "{\"title\":\"%s\",\"description\":\"%s\",\"media\":{\"mediaUrl\":\"%s\"},\"suggestions\":[%s]}"
                .formatted(title, description, media, String.join(",", suggestions));
    }

    static String single(String card) {
        return "{\"message\":{\"generalPurposeCard\":{\"layout\":{},\"content\":" + card + "}}}";
    }

    private static String carousel(List<String> all) {
        return "{\"message\":{\"generalPurposeCardCarousel\":{\"content\":["
                + String.join(",", all)
                + "]}}}";
    }

    static String chips(String... suggestions) {
        return "{\"suggestions\":[" + String.join(",", suggestions) + "]}";
    }

    private Optional<String> text(String type, String content) {
        return cards.text(MediaType.parse(type), ByteSlice.of(content), PIECES);
    }

    private Optional<String> card(String json) {
        return text(RcsMediaTypes.BOT_MESSAGE, json);
    }

    private Optional<String> parts(String... typesAndContents) {
        var writer = new MultipartWriter();
        for (int i = 0; i < typesAndContents.length; i += 2) {
            writer.part(typesAndContents[i], ByteSlice.of(typesAndContents[i + 1]));
        }
        MultipartWriter.Written written = writer.write();
        return text(
                "multipart/mixed; boundary=\"" + written.boundary() + "\"", written.body().text());
    }

    @Test
    void aCardIsItsTitleItsTextItsFileAndItsSuggestions() {
        String json =
                single(
                        card(
                                "包裹",
                                "取件码\\n 8-2",
                                "https://files.example/long/1",
                                REPLY.formatted("已取", "taken"),
                                open("https://shop.example/x", "查看"),
                                REPLY.formatted("明天", "later"),
                                dial("+8610086", "电话"),
                                OTHER));
        assertThat(card(json))
                .hasValue(
                        """
                        包裹
                        取件码 8-2
                        https://f.example/s
                        1 已取
                        查看: https://shop.example/x
                        2 明天
                        电话: +8610086\
                        """);
    }

    @Test
    void ofACarouselTheFirstCardsAreSaidAndNumbersGoOn() {
        List<String> all =
                IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> card("T" + i, "", "", REPLY.formatted("buy " + i, "b" + i)))
                        .toList();
        assertThat(
                        parts(
                                RcsMediaTypes.BOT_MESSAGE,
                                carousel(all),
                                RcsMediaTypes.BOT_SUGGESTION,
                                chips(REPLY.formatted("Menu", "m"))))
                .hasValue("T1\n1 buy 1\nT2\n2 buy 2\nT3\n3 buy 3\n4 Menu");
    }

    @Test
    void aTextKeepsItsSuggestions() {
        assertThat(
                        parts(
                                "text/plain",
                                "您好",
                                RcsMediaTypes.BOT_SUGGESTION,
                                chips(REPLY.formatted("是", "y"), REPLY.formatted("否", "n"))))
                .hasValue("您好\n1 是\n2 否");
    }

    @Test
    void aPartWithoutAFormAsTextMakesTheWholeUnsayable() {
        assertThat(parts("text/plain", "x", "application/x", "y")).isEmpty();
        assertThat(card("{\"message\":{\"other\":1}}")).isEmpty();
        assertThat(card("no JSON")).isEmpty();
        assertThat(card("[".repeat(100_000))).isEmpty();
        assertThat(card(single("{}"))).isEmpty();
        assertThat(text("multipart/mixed; boundary=b", "nothing")).isEmpty();
    }

    /// Eight short messages of Chinese have 536 characters.
    @Test
    void whatHasNoRoomIsLeftOutDescriptionsFirst() {
        String[] many =
                IntStream.range(0, 40)
                        .mapToObj(i -> REPLY.formatted("建议" + "很".repeat(20) + i, "d" + i))
                        .toArray(String[]::new);
        String text = card(single(card("标题", "说".repeat(2000), "", many))).orElseThrow();
        assertThat(text.length()).isLessThanOrEqualTo(CardText.LENGTH_MAX);
        List<String> numbered = text.lines().filter(l -> l.matches("[0-9]+ .*")).toList();
        assertThat(numbered).hasSize(18);
        assertThat(numbered.getLast()).startsWith("18 ");
        assertThat(text).contains("说\u2026\n1 ");

        String described = card(single(card("标题", "说😀".repeat(900), ""))).orElseThrow();
        assertThat(described.length()).isLessThanOrEqualTo(CardText.DESCRIPTION_MAX + 3);
        assertThat(described).endsWith("\u2026");
        assertThat(new String(described.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .as("no character is cut in two")
                .isEqualTo(described);
    }
}
