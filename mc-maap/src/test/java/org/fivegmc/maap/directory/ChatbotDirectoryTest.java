package org.fivegmc.maap.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Csp;
import org.fivegmc.maap.tenant.TenantBook;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("RCC07-3.6")
class ChatbotDirectoryTest {

    private final TenantBook book =
            Bots.book(
                    Bots.bot("1065001", "Parcels"),
                    Bots.bot("1065002", "Acme Parcels"),
                    Bots.bot("1065003", "Weather", "{\"serviceDescription\":\"no parcels here\"}"),
                    Bots.bot(
                            "1065004",
                            "快递查询",
                            "{\"provider\":\"Ａｃｍｅ\",\"category\":[\"express\"]}"));
    private final ChatbotDirectory directory = new ChatbotDirectory(book, 1, Duration.ZERO);

    private static ChatbotDirectory.Page found(
            ChatbotDirectory directory, String query, int start, int most, Msisdn asker) {
        return directory.search(query, start, most, asker).orElseThrow();
    }

    private List<String> names(String query, int start, int most, Msisdn asker) {
        return found(directory, query, start, most, asker).chatbots().stream()
                .map(chatbot -> chatbot.profile().name())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "parcels, 'Parcels,Acme Parcels,Weather'",
        "'  PARCELS ', 'Parcels,Acme Parcels,Weather'",
        "acme, 'Acme Parcels,快递查询'",
        "parcels acme, Acme Parcels",
        "acme  parcels, Acme Parcels",
        "查询, 快递查询",
        "ＥＸＰＲＥＳＳ, 快递查询",
        "1065003, Weather",
        "106500, 'Acme Parcels,Parcels,Weather,快递查询'",
        "'', 'Acme Parcels,Parcels,Weather,快递查询'",
        "snow, ''",
    })
    void whatIsFoundAndInWhichOrder(String query, String expected) {
        assertThat(String.join(",", names(query, 0, 10, Bots.ANYBODY))).isEqualTo(expected);
    }

    @Test
    void aPageTellsHowManyThereAre() {
        ChatbotDirectory.Page page = found(directory, "", 1, 2, Bots.ANYBODY);
        assertThat(page.total()).isEqualTo(4);
        assertThat(names("", 1, 2, Bots.ANYBODY)).containsExactly("Parcels", "Weather");
        assertThat(names("", 4, 2, Bots.ANYBODY)).isEmpty();
    }

    @Test
    void onlyTestersSeeWhatIsInDebugAndNobodyWhatIsPaused() {
        Chatbot parcels = Bots.bot("1065001", "Parcels");
        book.put(parcels.withState(Chatbot.State.DEBUG));
        assertThat(names("1065001", 0, 10, Bots.ANYBODY)).isEmpty();
        assertThat(names("1065001", 0, 10, Bots.TESTER)).containsExactly("Parcels");
        assertThat(directory.find(parcels.address(), Bots.ANYBODY)).isEmpty();
        assertThat(directory.find(parcels.address(), Bots.TESTER)).isPresent();
        book.put(parcels.withState(Chatbot.State.PAUSED));
        assertThat(names("1065001", 0, 10, Bots.TESTER)).isEmpty();
        assertThat(directory.find(parcels.address(), Bots.TESTER)).isEmpty();
    }

    @Test
    void aProviderThatIsNotActiveTakesItsChatbotsWithIt() {
        assertThat(names("", 0, 10, Bots.ANYBODY)).hasSize(4);
        book.put(new Csp("acme", "acme", false, List.of(), false));
        assertThat(names("", 0, 10, Bots.ANYBODY)).isEmpty();
        assertThat(directory.find(Bots.bot("1065001", "").address(), Bots.ANYBODY)).isEmpty();
    }

    @Test
    void wordsHaveALimit() {
        String query = "parcels ".repeat(ChatbotDirectory.TERMS_MAX);
        assertThat(names(query, 0, 10, Bots.ANYBODY)).hasSize(3);
        assertThat(names(query + "snow", 0, 10, Bots.ANYBODY)).hasSize(3);
        assertThat(names("snow " + query, 0, 10, Bots.ANYBODY)).isEmpty();
    }

    @Test
    void noMoreSearchesThanAllowedRunAtATime() {
        var none = new ChatbotDirectory(book, 0, Duration.ZERO);
        assertThat(none.search("parcels", 0, 10, Bots.ANYBODY)).isEmpty();
        assertThat(none.find(Bots.bot("1065001", "").address(), Bots.ANYBODY)).isPresent();
    }

    @Test
    void changesMayBeFoundLaterSoThatTheyCostLess() {
        var slow = new ChatbotDirectory(book, 1, Duration.ofHours(1));
        assertThat(found(slow, "parcels", 0, 10, Bots.ANYBODY).total()).isEqualTo(3);
        book.put(Bots.bot("1065009", "More parcels"));
        assertThat(found(slow, "parcels", 0, 10, Bots.ANYBODY).total()).isEqualTo(3);
        assertThat(names("parcels", 0, 10, Bots.ANYBODY)).hasSize(4);
    }

    @Test
    void changesAreSeenAtOnce() {
        assertThat(names("parcels", 0, 10, Bots.ANYBODY)).hasSize(3);
        book.put(Bots.bot("1065001", "Letters"));
        assertThat(names("letters", 0, 10, Bots.ANYBODY)).containsExactly("Letters");
        book.remove(Bots.bot("1065002", "").address());
        assertThat(names("parcels", 0, 10, Bots.ANYBODY)).containsExactly("Weather");
        book.put(Bots.bot("1065009", "More parcels"));
        assertThat(names("parcels", 0, 10, Bots.ANYBODY))
                .containsExactly("More parcels", "Weather");
    }
}
