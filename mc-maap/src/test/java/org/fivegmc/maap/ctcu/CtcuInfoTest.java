package org.fivegmc.maap.ctcu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.stream.Stream;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Profile;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.Tenants;
import org.fivegmc.maap.tenant.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CtcuInfoTest {

    private final TenantBook book = Tenants.book(URI.create("https://hook.example/x"));
    private final CtcuInfo info =
            new CtcuInfo(book, InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z")));

    private Chatbot chatbot() {
        return book.chatbot(Tenants.BOT).orElseThrow();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private void optionals(String body) {
        info.optionals(chatbot(), json(body));
    }

    private void menu(String body) {
        info.menu(chatbot(), json(body));
    }

    private static void refuses(Runnable call, CtcuCode code, String words) {
        assertThatThrownBy(call::run)
                .asInstanceOf(type(CtcuRefusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal).hasMessageContaining(words);
                });
    }

    @Test
    void whatTheOperatorSaysIsFound() {
        assertThat(info.find(chatbot()).toString())
                .isEqualTo(
                        "{\"accessNo\":\"106500\",\"domain\":\"botplatform.rcs.example\",\"verified\":false,"
                                + "\"status\":0,\"criticalChatbot\":false,\"version\":2,"
                                + "\"url\":\"https://hook.example/x\"}");
        Chatbot told =
                chatbot()
                        .withState(Chatbot.State.PAUSED)
                        .withProfile(
                                new Profile(
                                        "Parcels",
                                        "https://i",
                                        "https://t",
                                        "1065",
                                        "",
                                        "",
                                        "",
                                        new Verification("Telecom", "Acme Ltd", "2027-01-01")));
        JsonNode found = info.find(told);
        assertThat(found.path("serviceName").asString()).isEqualTo("Parcels");
        assertThat(found.path("serviceIcon").asString()).isEqualTo("https://i");
        assertThat(found.path("TCPage").asString()).isEqualTo("https://t");
        assertThat(found.path("SMSNumber").asString()).isEqualTo("1065");
        assertThat(found.path("status").asInt()).isEqualTo(2);
        assertThat(found.path("verified").asBoolean()).isTrue();
        assertThat(found.path("authOrg").asString()).isEqualTo("Telecom");
        assertThat(found.path("authName").asString()).isEqualTo("Acme Ltd");
        assertThat(found.path("authExpires").asString()).isEqualTo("2027-01-01");
    }

    @Test
    void whatAChatbotSaysOfItselfIsKeptAndChangedMemberByMember() {
        optionals(
                "{'provider':'Acme','autograph':'【Acme】','category':'express','longitude':'116.39'}");
        optionals("{'provider':'Acme 2','latitude':39.9,'category':['a','b'],'unknown':1}");
        JsonNode found = info.find(chatbot());
        assertThat(found.path("provider").asString()).isEqualTo("Acme 2");
        assertThat(found.path("autograph").asString()).isEqualTo("【Acme】");
        assertThat(found.path("category").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(found.path("longitude").asDouble()).isEqualTo(116.39);
        assertThat(found.path("latitude").asDouble()).isEqualTo(39.9);
        assertThat(found.has("unknown")).isFalse();
        assertThat(chatbot().profile().signature()).isEqualTo("【Acme】");
    }

    static Stream<CtcuInfo.Text> texts() {
        return CtcuInfo.TEXTS.stream().filter(text -> !text.name().equals("emailAddress"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void everyTextHasItsLimit(CtcuInfo.Text text) {
        String most = "字".repeat(text.most());
        optionals("{'" + text.name() + "':'" + most + "'}");
        assertThat(info.find(chatbot()).path(text.name()).asString()).isEqualTo(most);
        refuses(
                () -> optionals("{'" + text.name() + "':'" + most + "字'}"),
                CtcuCode.PARAMETER,
                text.name() + " has " + (text.most() + 1));
        refuses(
                () -> optionals("{'" + text.name() + "':''}"),
                CtcuCode.PARAMETER,
                text.name() + " is empty");
    }

    /// In the numbers of the specification, once more.
    @Test
    void limitsAreThoseOfTheSpecification() {
        assertThat(CtcuInfo.TEXTS.toString())
                .contains("serviceDescription, most=500")
                .contains("callBackNumber, most=21")
                .contains("provider, most=100")
                .contains("serviceWebsite, most=150")
                .contains("emailAddress, most=50")
                .contains("backgroundImage, most=150")
                .contains("address, most=200")
                .contains("cssStyle, most=150")
                .contains("autograph, most=50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'themeColour':'#12345'}|themeColour",
                "{'themeColour':'#12345G'}|themeColour",
                "{'themeColour':'#1234567'}|themeColour",
                "{'emailAddress':'nobody'}|emailAddress",
                "{'emailAddress':'a@45678901234567890123456789012345678901234567890.x'}|emailAddress has 51",
                "{'longitude':180.1}|longitude",
                "{'latitude':'-90.5'}|latitude",
                "{'latitude':'north'}|latitude",
                "{'latitude':''}|latitude",
                "{'category':[]}|category",
                "{'category':['']}|category",
                "{'category':[1]}|category",
                "{'provider':7}|provider",
                "{'provider':null}|provider",
            })
    void whatIsWrongIsNamedAndChangesNothing(String body, String words) {
        refuses(() -> optionals(body), CtcuCode.PARAMETER, words);
        assertThat(chatbot().profile()).isEqualTo(Profile.EMPTY);
    }

    @Test
    void whatIsAtTheLimitPasses() {
        optionals(
                "{'themeColour':'#12345F','longitude':-180,'latitude':'90',"
                        + "'emailAddress':'a@4567890123456789012345678901234567890123456789.x'}");
        assertThat(info.find(chatbot()).path("themeColour").asString()).isEqualTo("#12345F");
    }

    @Test
    void aBodyWithoutAnythingToChangeIsRefused() {
        refuses(() -> optionals("{'nonsense':'x'}"), CtcuCode.INFO, "no member");
        book.remove(Tenants.BOT);
        Chatbot gone = Tenants.chatbot(URI.create("https://hook.example/x"));
        refuses(() -> info.optionals(gone, json("{'provider':'x'}")), CtcuCode.INFO, "");
    }

    private static String reply(String name) {
        return "{'reply':{'displayText':'" + name + "','postback':{'data':'d'}}}";
    }

    private static String items(String item, int count) {
        return String.join(",", Collections.nCopies(count, item));
    }

    private static String top(String items) {
        return "{'menu':{'entries':[" + items + "]}}";
    }

    private static String sub(String items) {
        return "{'menu':{'displayText':'more','entries':[" + items + "]}}";
    }

    @Test
    void aMenuIsKeptAsItWasSent() {
        String menu = top(items(sub(items(reply("ok"), 5)), 3));
        menu(menu);
        assertThat(info.find(chatbot()).path("menu")).isEqualTo(json(menu).path("menu"));
        optionals("{'provider':'x'}");
        assertThat(info.find(chatbot()).path("menu").isMissingNode()).isFalse();
    }

    @Test
    void menusHaveTheirLimits() {
        refuses(() -> menu(top(items(reply("ok"), 4))), CtcuCode.BUTTON_COUNT, "4 items");
        refuses(() -> menu(top("")), CtcuCode.BUTTON_COUNT, "0 items");
        refuses(() -> menu(top(sub(items(reply("ok"), 6)))), CtcuCode.BUTTON_COUNT, "6 items");
        refuses(() -> menu(top(sub(sub(reply("ok"))))), CtcuCode.SUB_MENU, "two levels");
        refuses(() -> menu("{'menu':[]}"), CtcuCode.PARAMETER, "menu");
        refuses(() -> menu(top("{'link':{'displayText':'x'}}")), CtcuCode.BUTTON_TYPE, "reply");
        refuses(() -> menu(top("{'reply':7}")), CtcuCode.BUTTON_TYPE, "reply");
        // 25 octets are eight characters of Chinese and one letter
        menu(top(reply("字".repeat(8) + "x")));
        refuses(() -> menu(top(reply("字".repeat(8) + "xy"))), CtcuCode.BUTTON_NAME, "26 octets");
        refuses(() -> menu(top(reply(""))), CtcuCode.BUTTON_NAME, "0 octets");
        menu(top(reply("ok").replace("'d'", "'" + "k".repeat(2048) + "'")));
        refuses(
                () -> menu(top(reply("ok").replace("'d'", "'" + "k".repeat(2049) + "'"))),
                CtcuCode.BUTTON_KEY,
                "2049");
        assertThat(info.find(chatbot()).path("menu").toString()).contains("k".repeat(2048));
    }

    private static String action(String url) {
        return "{'action':{'displayText':'go','urlAction':{'openUrl':{'url':'" + url + "'}}}}";
    }

    @Test
    void linksOfMenusAreChecked() {
        String most = "https://x.example/";
        most += "y".repeat(CtcuMenu.URL - most.length());
        menu(top(action(most)));
        String longer = most + "y";
        refuses(() -> menu(top(action(longer))), CtcuCode.BUTTON_URL, "2049");
        refuses(() -> menu(top(action("javascript:x"))), CtcuCode.BUTTON_LINK, "http");
    }
}
