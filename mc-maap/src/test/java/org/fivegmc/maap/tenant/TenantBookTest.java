package org.fivegmc.maap.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.TenantKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantBookTest {

    private static final URI HOOK = URI.create("https://hook.example/x");

    private final Tenants.Memory rows = new Tenants.Memory();
    private final TenantBook book = new TenantBook(rows, 2);
    private final List<ChatbotAddress> changed = new ArrayList<>();

    private void provision() {
        book.put(Tenants.csp("acme"));
        book.put(Tenants.chatbot(HOOK));
        book.onChange(changed::add);
    }

    private boolean isReachable() {
        return !book.find(Tenants.BOT).orElseThrow().live(0).isEmpty();
    }

    @Test
    void isTheSameAfterAStart() {
        provision();
        var again = new TenantBook(rows, 2);
        assertThat(again.csps()).isEqualTo(book.csps()).hasSize(1);
        assertThat(again.chatbots(Optional.empty()))
                .isEqualTo(book.chatbots(Optional.empty()))
                .hasSize(1);
    }

    private static Chatbot coded(String address, String smsNumber) {
        Chatbot like = Tenants.chatbot(HOOK);
        return new Chatbot(
                        new ChatbotAddress(address),
                        like.csp(),
                        "",
                        like.dialect(),
                        like.keys(),
                        like.callback(),
                        like.state(),
                        List.of())
                .withProfile(new Profile("", "", "", smsNumber, "", "", "", null));
    }

    private static String found(TenantBook book, String digits) {
        return book.byCode(digits).map(c -> c.address().uri()).orElse("nobody");
    }

    @Test
    void theLongestCodeThatAnAddressBeginsWithWins() {
        String words = "sip:weather@botplatform.rcs.local";
        String digits = "sip:10655@botplatform.rcs.local";
        String longer = "sip:1065501@botplatform.rcs.local";
        String given = "sip:other@botplatform.rcs.local";
        var big = new TenantBook(rows, 10);
        big.put(Tenants.csp("acme"));
        assertThat(found(big, "10655")).isEqualTo("nobody");
        for (Chatbot chatbot :
                List.of(
                        coded(words, ""),
                        coded(digits, ""),
                        coded(longer, ""),
                        coded(given, "+1066"))) {
            big.put(chatbot);
        }
        for (TenantBook book : List.of(big, new TenantBook(rows, 10))) {
            assertThat(found(book, "10655")).isEqualTo(digits);
            assertThat(found(book, "+106550")).isEqualTo(digits);
            assertThat(found(book, "106550123")).isEqualTo(longer);
            assertThat(found(book, "106677")).isEqualTo(given);
            assertThat(found(book, "1065")).isEqualTo("nobody");
            assertThat(found(book, "weather")).isEqualTo("nobody");
            assertThat(found(book, "")).isEqualTo("nobody");
            assertThat(book.code(new ChatbotAddress(longer))).contains("1065501");
            assertThat(book.code(new ChatbotAddress(given))).contains("1066");
            assertThat(book.code(new ChatbotAddress(words))).isEmpty();
        }
        // what the operator has given goes before what stands in an address
        big.put(coded(given, "10655"));
        assertThat(found(big, "10655")).isEqualTo(given);
        assertThat(found(big, "1066")).isEqualTo("nobody");
        assertThat(big.code(new ChatbotAddress(given))).contains("10655");
        big.remove(new ChatbotAddress(given));
        assertThat(found(big, "10655")).isEqualTo(digits);
        assertThat(big.code(new ChatbotAddress(given))).isEmpty();
    }

    @Test
    void limitsAndProfilesAreTheSameAfterAStart() {
        var quota = new Quota(1, 2, 3);
        book.put(Tenants.csp("acme").withQuota(quota));
        Chatbot told =
                Tenants.chatbot(HOOK)
                        .withQuota(quota)
                        .withProfile(
                                new Profile(
                                        "n",
                                        "i",
                                        "t",
                                        "s",
                                        "{}",
                                        "{}",
                                        "x",
                                        new Verification("b", "a", "2027-12-31")))
                        .withProven(false)
                        .withTraffic(new Traffic(TrafficClass.MARKETING, TrafficClass.ALERT));
        book.put(told);
        var again = new TenantBook(rows, 2);
        assertThat(again.csp("acme").orElseThrow().quota()).isEqualTo(quota);
        assertThat(again.chatbot(Tenants.BOT)).contains(told);
        assertThat(told.listens()).isFalse();
    }

    @Test
    void rowsOfEarlierVersionsAreRead() {
        rows.put(
                new TenantKey(TenantKey.Kind.PROVIDER, "acme"),
                """
                {"id":"acme","name":"n","active":true,"allowed":[],"strict":false}\
                """
                        .getBytes(UTF_8));
        rows.put(
                new TenantKey(TenantKey.Kind.CHATBOT, Tenants.BOT.uri()),
                """
                {"address":"sip:106500@botplatform.rcs.example","csp":"acme","customer":"","dialect":"CTCU",
                 "appId":"app","appKey":"s3cret","token":"s1gning","callback":"https://hook.example/x",
                 "state":"NORMAL","testers":["+8613900000001"]}\
                """
                        .getBytes(UTF_8));
        var old = new TenantBook(rows, 2);
        assertThat(old.csp("acme").orElseThrow().quota()).isEqualTo(Quota.NONE);
        assertThat(old.chatbot(Tenants.BOT)).contains(Tenants.chatbot(HOOK));
    }

    @Test
    void aProfileOfAnEarlierVersionIsNotVerified() {
        provision();
        TenantKey key = new TenantKey(TenantKey.Kind.CHATBOT, Tenants.BOT.uri());
        String row = new String(rows.get(key).orElseThrow(), UTF_8);
        String old = row.replaceFirst(",\"verification\":\\{[^}]*}", "");
        assertThat(old).isNotEqualTo(row);
        rows.put(key, old.getBytes(UTF_8));
        assertThat(new TenantBook(rows, 2).chatbot(Tenants.BOT)).contains(Tenants.chatbot(HOOK));
    }

    @Test
    void whoHasVerifiedWhatIsChecked() {
        assertThatThrownBy(() -> new Verification("", "Acme", ""))
                .hasMessageContaining("verified-by");
        assertThatThrownBy(() -> new Verification("b", "", "31.12.2027"))
                .hasMessageContaining("verified-until");
        assertThatThrownBy(() -> new Verification("b".repeat(101), "", ""))
                .hasMessageContaining("at most 100");
        assertThat(Verification.NONE.holds(Instant.EPOCH)).isFalse();
        assertThat(new Verification("b", "", "").holds(Instant.EPOCH)).isTrue();
    }

    @Test
    void aChangeOfWhatIsThereLosesNoOther() {
        provision();
        assertThat(book.update(Tenants.BOT, c -> c.withQuota(new Quota(0, 0, 7))))
                .contains(Tenants.chatbot(HOOK).withQuota(new Quota(0, 0, 7)));
        assertThat(book.update(Tenants.BOT, c -> c.withState(Chatbot.State.PAUSED)))
                .hasValueSatisfying(c -> assertThat(c.quota().perMonth()).isEqualTo(7));
        var ads = new Traffic(TrafficClass.MARKETING, TrafficClass.MARKETING);
        book.update(Tenants.BOT, c -> c.withTraffic(ads));
        assertThat(book.update(Tenants.BOT, c -> c.withQuota(Quota.NONE)))
                .hasValueSatisfying(c -> assertThat(c.traffic()).isEqualTo(ads));
        assertThat(book.update(new ChatbotAddress("sip:9@botplatform.rcs.example"), c -> c))
                .isEmpty();
    }

    @Test
    void whatIsNotDurableIsNotSeen() {
        provision();
        rows.broken = true;
        assertThatThrownBy(() -> book.put(Tenants.chatbot(HOOK).withState(Chatbot.State.PAUSED)))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> book.remove(Tenants.BOT)).isInstanceOf(StorageException.class);
        assertThat(isReachable()).isTrue();
        assertThat(changed).isEmpty();
    }

    @Test
    void aPausedChatbotIsThereAndCanNotBeReached() {
        provision();
        book.put(Tenants.chatbot(HOOK).withState(Chatbot.State.PAUSED));
        assertThat(isReachable()).isFalse();
        book.put(Tenants.chatbot(HOOK));
        assertThat(isReachable()).isTrue();
        book.put(new Csp("acme", "", false, List.of(), false));
        assertThat(isReachable()).as("its provider is not active").isFalse();
        assertThat(changed).containsExactly(Tenants.BOT, Tenants.BOT, Tenants.BOT);
        book.remove(Tenants.BOT);
        assertThat(book.find(Tenants.BOT)).isEmpty();
    }

    @Test
    void limitsAndTiesAreKept() {
        assertThatThrownBy(() -> book.put(Tenants.chatbot(HOOK)))
                .isInstanceOf(TenantFault.class)
                .hasMessageContaining("csp");
        provision();
        assertThatThrownBy(() -> book.removeCsp("acme")).hasMessageContaining("chatbots");
        book.put(other("sip:2@botplatform.rcs.example"));
        assertThatThrownBy(() -> book.put(other("sip:3@botplatform.rcs.example")))
                .isInstanceOf(TenantFault.class)
                .hasMessageContaining("2 chatbots");
        // one that is there can still be changed
        book.put(Tenants.chatbot(HOOK));
        assertThat(book.remove(new ChatbotAddress("sip:3@botplatform.rcs.example"))).isFalse();
        assertThat(book.removeCsp("nobody")).isFalse();
    }

    private static Chatbot other(String uri) {
        Chatbot one = Tenants.chatbot(HOOK);
        return new Chatbot(
                new ChatbotAddress(uri),
                one.csp(),
                one.customer(),
                one.dialect(),
                one.keys(),
                one.callback(),
                one.state(),
                one.testers());
    }

    @Test
    void inDebugOnlyTestersAreWrittenTo() {
        Chatbot debug = Tenants.chatbot(HOOK).withState(Chatbot.State.DEBUG);
        assertThat(debug.mayWriteTo(Msisdn.of("+8613900000001"))).isTrue();
        assertThat(debug.mayWriteTo(Msisdn.of("+8613900000002"))).isFalse();
        assertThat(debug.withState(Chatbot.State.PAUSED).mayWriteTo(Msisdn.of("+8613900000001")))
                .isFalse();
    }

    @Test
    void keysAreInNoText() {
        assertThat(Tenants.chatbot(HOOK).toString()).doesNotContain("s3cret", "s1gning");
        assertThat(Tenants.chatbot(HOOK).keys().proves("app", "s3cret")).isTrue();
        assertThat(Tenants.chatbot(HOOK).keys().proves("app", "s3creu")).isFalse();
        assertThat(Tenants.chatbot(HOOK).keys().proves("apq", "s3cret")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/x",
                "https:///x",
                "https://user:secret@h/x",
                "https://h/x?a=b",
                "https://h/x#y",
                "relative"
            })
    void callbacksAreUrlsPathsCanBeAppendedTo(String url) {
        assertThatThrownBy(() -> Tenants.chatbot(URI.create(url)))
                .isInstanceOf(TenantFault.class)
                .hasMessageStartingWith("callback:");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void rangesContainWhatBeginsLikeThem(String range, String address, boolean contained) {
        assertThat(AddressRange.of(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "::/129", "host", "10.0.0.0/-1", "1.2.3.4/"})
    void whatIsNoRangeIsRefused(String range) {
        assertThatThrownBy(() -> AddressRange.of(range)).isInstanceOf(TenantFault.class);
    }
}
