package org.fivegmc.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegisterOrder;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.sip.exchange.Requests;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.Roles.Arrived;
import org.fivegmc.sip.terminal.Terminal;
import org.fivegmc.sip.terminal.Terminal.Release;
import org.fivegmc.sip.terminal.TerminalTable;
import org.fivegmc.sip.terminal.Terminals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("TS24229-5.4.1.7")
class ThirdPartyRegisterHandlerTest {

    private static final String MSG =
            ";+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"";

    private final Roles roles = new Roles();
    private ThirdPartyRegisterHandler handler = handler(Terminals.NONE);

    private ThirdPartyRegisterHandler handler(Terminals terminals) {
        return new ThirdPartyRegisterHandler(
                roles.steps.center(),
                Roles.NUMBERS,
                new RegistrarPolicy(60, 3600, 600, true, true, List.of(), terminals),
                roles.steps.clock,
                roles.outbox,
                "sip:5gmc.ims.example");
    }

    @BeforeEach
    void alice() {
        roles.provision(Roles.ALICE, Credentials.NONE);
    }

    private Arrived register(String expires, String type, String body) {
        Arrived in =
                Roles.arrive(
                        """
                        REGISTER sip:5gmc.ims.example SIP/2.0
                        From: <sip:scscf1.ims.example>;tag=3p
                        To: <sip:+8613800000001@ims.example>
                        Call-ID: 3p-1
                        CSeq: 1 REGISTER
                        Contact: <sip:scscf1.ims.example:6060>
                        """
                                + expires
                                + (type.isEmpty() ? "" : "Content-Type: " + type)
                                + "\n\n"
                                + body);
        assertThat(handler.isThirdParty(in.request())).isTrue();
        handler.onRegister(in);
        roles.steps.settle();
        assertThat(in.status()).isEqualTo(200);
        return in;
    }

    private List<Binding> live() {
        return roles.subscriber(Roles.ALICE).live(roles.steps.clock.millis());
    }

    private List<String> devices() {
        return live().stream().map(b -> b.device().value()).toList();
    }

    private static String embedded(String start, String... more) {
        return start
                + """

                From: <sip:+8613800000001@ims.example>;tag=r1
                To: <sip:+8613800000001@ims.example>
                Call-ID: ue-1
                CSeq: 2 REGISTER
                """
                + String.join("\n", more)
                + "\n\n";
    }

    private static String ue(String instance) {
        return "Contact: <sip:ue@10.0.0.1>;+sip.instance=\"<urn:uuid:" + instance + ">\"" + MSG;
    }

    private static final Terminals MODELS =
            new Terminals(
                    new TerminalTable(
                            List.of(
                                    new Terminal(
                                            "Old", "One", Release.OPEN_MARKET, false, List.of())),
                            Map.of()),
                    Terminals.Custom.UNKNOWN);

    /// Its own REGISTER has told the model; another's tells nothing new of it.
    @Test
    void whatIsKnownOfADeviceOutlivesTheRegistersOfOthers() {
        handler = handler(MODELS);
        String agent = "User-Agent: RCS-client/UP_2.4 term-Old/One-2.0 client-x/1";
        register(
                "Expires: 600\n",
                "multipart/mixed;boundary=b",
                multipart(
                        embedded("REGISTER sip:ims.example SIP/2.0", ue("1"), agent),
                        embedded("SIP/2.0 200 OK", ue("1") + ";expires=600")));
        assertThat(live())
                .singleElement()
                .matches(b -> b.capabilities().source() == Capabilities.Source.TABLE);
        roles.steps.pass(1_000);
        register(
                "Expires: 600\n",
                "multipart/mixed;boundary=b",
                multipart(
                        embedded("REGISTER sip:ims.example SIP/2.0", ue("2"))
                                .replace("Call-ID: ue-1", "Call-ID: ue-2"),
                        embedded(
                                "SIP/2.0 200 OK",
                                ue("1") + ";expires=500",
                                ue("2") + ";expires=600")));
        assertThat(live())
                .extracting(b -> b.capabilities().source())
                .containsExactly(Capabilities.Source.TABLE, Capabilities.Source.TAGS);
        assertThat(live().getFirst().capabilities().names()).isEmpty();
    }

    @Test
    void theEmbeddedAnswerIsTheWholeTruth() {
        register(
                "Expires: 600\n",
                "message/sip",
                embedded("SIP/2.0 200 OK", ue("1") + ";expires=600"));
        String both =
                "--b\nContent-Type: application/3gpp-ims+xml\n\n<ims-3gpp version=\"1\"/>\n"
                        + "--b\nContent-Type: message/sip\n\n"
                        + embedded("REGISTER sip:ims.example SIP/2.0", ue("2"), "Expires: 600000")
                        + "--b\nContent-Type: message/sip\n\n"
                        + embedded(
                                "SIP/2.0 200 OK",
                                ue("2") + ";expires=300",
                                ue("3") + ";expires=200;reg-id=1",
                                ue("3") + ";expires=200;reg-id=2")
                        + "--b--\n";
        register("Expires: 300\n", "multipart/mixed;boundary=b", both);

        assertThat(devices()).containsExactly("urn:uuid:2", "urn:uuid:3");
        SipContact contact = SipContact.decode(live().getFirst().contact());
        assertThat(contact.way()).isEqualTo(SipContact.Way.IMS);
        assertThat(contact.uri()).isEqualTo("sip:+8613800000001@ims.example");
        assertThat(contact.route()).containsExactly("<sip:scscf1.ims.example:6060;lr>");
        assertThat(live().getFirst().expiresAtMs()).isEqualTo(roles.steps.clock.millis() + 300_000);
        assertThat(roles.outbox.size()).isZero();
    }

    @Test
    void theEmbeddedRequestIsOneDevice() {
        String ask = embedded("REGISTER sip:ims.example SIP/2.0", ue("1"), "Expires: 600000");
        register("Expires: 500\n", "message/sip", ask);
        register("Expires: 500\n", "message/sip", ask.replace("uuid:1", "uuid:2"));
        assertThat(devices()).containsExactly("urn:uuid:1", "urn:uuid:2");
        assertThat(live().getFirst().expiresAtMs()).isEqualTo(roles.steps.clock.millis() + 500_000);

        String leave = ask.replace("CSeq: 2", "CSeq: 3").replace("600000", "0");
        register("Expires: 0\n", "message/sip", leave);
        assertThat(devices()).containsExactly("urn:uuid:2");
        register("Expires: 0\n", "message/sip", leave.replace(ue("1"), "Contact: *"));
        assertThat(devices()).isEmpty();
    }

    private static String multipart(String register, String ok) {
        return "--b\nContent-Type: message/sip\n\n"
                + register
                + "--b\nContent-Type: message/sip\n\n"
                + ok
                + "--b--\n";
    }

    /// As Kamailio answers: URI, expiry and instance, and no feature tags.
    private static String untagged(String instance) {
        return ue(instance).replace(MSG, "");
    }

    @Test
    void anAnswerWithoutTagsLeavesTheDevicesWhatTheyCanDo() {
        String first = embedded("REGISTER sip:ims.example SIP/2.0", ue("1"), "Expires: 600");
        register(
                "Expires: 300\n",
                "multipart/mixed;boundary=b",
                multipart(first, embedded("SIP/2.0 200 OK", untagged("1") + ";expires=300")));
        Binding one = live().getFirst();
        assertThat(one.capabilities().bits()).isEqualTo(Capabilities.PAGER);
        assertThat(SipContact.decode(one.contact()).features()).contains("oma.cpm.msg", "uuid:1");
        assertThat(one.expiresAtMs()).isEqualTo(roles.steps.clock.millis() + 300_000);

        roles.steps.pass(60_000);
        String second = first.replace("ue-1", "ue-2").replace("uuid:1", "uuid:2");
        register(
                "Expires: 290\n",
                "multipart/mixed;boundary=b",
                multipart(
                        second.replace("cpm.msg", "cpm.session"),
                        embedded(
                                "SIP/2.0 200 OK",
                                untagged("1") + ";expires=240",
                                untagged("2") + ";expires=290")));
        assertThat(live()).hasSize(2);
        Binding same = live().getFirst();
        assertThat(same.capabilities()).isEqualTo(one.capabilities());
        assertThat(same.contact()).isEqualTo(one.contact());
        assertThat(same.order()).isEqualTo(one.order());
        assertThat(same.expiresAtMs()).isEqualTo(roles.steps.clock.millis() + 240_000);
        assertThat(live().getLast().capabilities().bits()).isEqualTo(Capabilities.CHAT);
    }

    @Test
    void aDeviceOfWhichNothingWasEverToldIsAPlainOne() {
        register(
                "Expires: 300\n",
                "message/sip",
                embedded("SIP/2.0 200 OK", untagged("1") + ";expires=300"));
        assertThat(live().getFirst().capabilities().bits()).isEqualTo(Capabilities.PLAIN_SIP);
    }

    /// Two REGISTERs of a device, the later one told first: directly, and with the answers
    /// embedded.
    @Test
    void whatTheScscfTellsLateChangesNothing() {
        String later =
                embedded("REGISTER sip:ims.example SIP/2.0", ue("1"), "Expires: 600")
                        .replace("CSeq: 2", "CSeq: 3");
        String earlier = later.replace("CSeq: 3", "CSeq: 2").replace("10.0.0.1", "10.0.0.9");
        register("Expires: 600\n", "message/sip", later);
        List<Binding> before = live();
        register("Expires: 500\n", "message/sip", earlier);
        register("Expires: 0\n", "message/sip", earlier.replace("Expires: 600", "Expires: 0"));
        assertThat(live()).isEqualTo(before);

        String parts =
                "--b\nContent-Type: message/sip\n\n"
                        + earlier
                        + "--b\nContent-Type: message/sip\n\n"
                        + embedded("SIP/2.0 200 OK", ue("2") + ";expires=300")
                        + "--b--\n";
        register("Expires: 300\n", "multipart/mixed;boundary=b", parts);
        assertThat(live()).isEqualTo(before);
        register(
                "Expires: 300\n",
                "multipart/mixed;boundary=b",
                parts.replace("CSeq: 2", "CSeq: 4"));
        assertThat(devices()).containsExactly("urn:uuid:2");
    }

    /// The REGISTER of one device renews the binding of another, and not its order.
    @Test
    void theOthersInAnAnswerKeepTheirOrder() {
        String first = embedded("REGISTER sip:ims.example SIP/2.0", ue("1"), "Expires: 600");
        register("Expires: 600\n", "message/sip", first);
        String parts =
                "--b\nContent-Type: message/sip\n\n"
                        + first.replace("ue-1", "ue-2").replace("uuid:1", "uuid:2")
                        + "--b\nContent-Type: message/sip\n\n"
                        + embedded(
                                "SIP/2.0 200 OK",
                                ue("1") + ";expires=100",
                                ue("2") + ";expires=200")
                        + "--b--\n";
        register("Expires: 200\n", "multipart/mixed;boundary=b", parts);
        assertThat(devices()).containsExactly("urn:uuid:1", "urn:uuid:2");
        List<Binding> before = live();
        register("Expires: 600\n", "message/sip", first);
        assertThat(live()).isEqualTo(before);
        register("Expires: 600\n", "message/sip", first.replace("CSeq: 2", "CSeq: 3"));
        assertThat(live()).isNotEqualTo(before);
    }

    /// What the S-CSCF says of itself, as when it ends a registration, has no order.
    @Test
    void theScscfsOwnWordAlwaysCounts() {
        String ask = embedded("REGISTER sip:ims.example SIP/2.0", ue("1"), "Expires: 600");
        register("Expires: 600\n", "message/sip", ask);
        register("Expires: 0\n", "", "");
        assertThat(live()).isEmpty();
    }

    @Test
    void anAnswerThatListsNobodyMeansGoneOnlyWhenTheyAre() {
        register("Expires: 600\n", "message/sip", embedded("SIP/2.0 200 OK", ue("1")));
        assertThat(devices()).hasSize(1);
        register("Expires: 0\n", "message/sip", embedded("SIP/2.0 200 OK"));
        assertThat(devices()).isEmpty();
    }

    @Test
    void anErrorInsideProvesNothing() {
        register("Expires: 600\n", "message/sip", embedded("SIP/2.0 403 Forbidden", ue("1")));
        assertThat(devices()).containsExactly("ims:<sip:scscf1.ims.example:6060;lr>");
    }

    @Test
    void withoutExpiryTheDefaultCounts() {
        register("", "message/sip", embedded("SIP/2.0 200 OK", ue("1")));
        assertThat(live().getFirst().expiresAtMs())
                .isEqualTo(roles.steps.clock.millis() + Roles.POLICY.defaultExpires() * 1000);
    }

    @Test
    void whatCantBeReadIsNoDevice() {
        register("Expires: 600\n", "message/sip", "nonsense\n");
        assertThat(live()).singleElement().matches(b -> b.capabilities().takesPager());
        register("Expires: 0\n", "", "");
        assertThat(devices()).isEmpty();
    }

    @Test
    @Tag("RCC07-2.6.1")
    void nothingEmbeddedIsAskedFor() {
        register("Expires: 600\n", "", "");
        assertThat(live()).hasSize(1);
        var question = roles.outbox.last();
        assertThat(question.request().methodText()).hasToString("OPTIONS");
        assertThat(question.request().uriText()).hasToString("sip:+8613800000001@ims.example");
        assertThat(question.fields("Route")).containsExactly("<sip:scscf1.ims.example:6060;lr>");
        assertThat(question.to())
                .isEqualTo(new Requests.NextHop("sip:scscf1.ims.example:6060;lr", ""));

        question.answer(
                200,
                "<sip:ue@10.0.0.1>;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.session\"");
        roles.steps.settle();
        assertThat(live())
                .singleElement()
                .matches(b ->
                        b.capabilities()
                                .equals(
                                        new Capabilities(Capabilities.CHAT)
                                                .from(Capabilities.Source.OPTIONS)));
    }

    @Test
    void anAnswerWithoutTagsChangesNothing() {
        register("Expires: 600\n", "", "");
        roles.outbox.last().answer(200, "<sip:ue@10.0.0.1>");
        roles.steps.settle();
        assertThat(live()).singleElement().matches(b -> b.capabilities().takesPager());
    }

    @Test
    void noRcsUserStaysThereWithoutCapabilities() {
        register("Expires: 600\n", "", "");
        roles.outbox.last().answer(404);
        roles.steps.settle();
        assertThat(live()).singleElement().matches(b -> !b.capabilities().takesPager());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 480})
    void whoIsAwayIsNotThere(int status) {
        register("Expires: 600\n", "", "");
        roles.outbox.last().answer(status);
        roles.steps.settle();
        assertThat(live()).isEmpty();
    }

    @Test
    void silenceChangesNothing() {
        register("Expires: 600\n", "", "");
        roles.outbox.last().done().accept(new Requests.Outcome.NoAnswer());
        roles.steps.settle();
        assertThat(live()).hasSize(1);
    }

    @Test
    void anAnswerThatNewsHaveOvertakenCountsNoMore() {
        register("Expires: 600\n", "", "");
        var question = roles.outbox.last();
        register("Expires: 0\n", "", "");
        question.answer(200, "<sip:ue@10.0.0.1>" + MSG);
        roles.steps.settle();
        assertThat(live()).isEmpty();
    }

    @Test
    void handsetsRegisterThemselves() {
        Arrived in =
                Roles.arrive(
                        """
                        REGISTER sip:ims.example SIP/2.0
                        From: <tel:+8613800000001>;tag=3p
                        To: <sip:+8613800000001@ims.example>
                        Call-ID: 3p-1
                        CSeq: 1 REGISTER
                        """);
        assertThat(handler.isThirdParty(in.request())).isFalse();
    }

    private void bindDirectly(RegisterOrder order) {
        long now = roles.steps.clock.millis();
        var contact =
                new SipContact(
                        SipContact.Way.DIRECT,
                        "sip:a@192.0.2.1",
                        "UDP 192.0.2.1 5060",
                        "",
                        List.of());
        var direct =
                new Binding(
                        new DeviceId("urn:uuid:direct"),
                        new Capabilities(Capabilities.PAGER),
                        now,
                        now + 600_000,
                        contact.encode(),
                        order);
        roles.steps.change(Roles.ALICE, new RegistrationUpdate.Change.Bind(List.of(direct)));
    }

    /// Nor does its REGISTER make late what the S-CSCF says of others.
    @Test
    void theOrderOfADirectBindingHoldsUpNothing() {
        bindDirectly(RegisterOrder.of("ue-1", 9));
        register(
                "Expires: 600\n",
                "multipart/mixed;boundary=b",
                multipart(
                        embedded("REGISTER sip:ims.example SIP/2.0", ue("1"), "Expires: 600"),
                        embedded("SIP/2.0 200 OK", ue("1") + ";expires=600")));
        assertThat(devices()).containsExactly("urn:uuid:direct", "urn:uuid:1");
    }

    /// The user is there, and nothing says with what: that takes nobody away.
    @Test
    void anEmbeddedRequestWithoutContactEndsNothing() {
        String ask = embedded("REGISTER sip:ims.example SIP/2.0", ue("1"), "Expires: 600000");
        register("Expires: 600\n", "message/sip", ask);
        register("Expires: 600\n", "message/sip", ask.replace("uuid:1", "uuid:2"));
        List<Binding> before = live();
        assertThat(before).hasSize(2);

        String fetch = embedded("REGISTER sip:ims.example SIP/2.0").replace("CSeq: 2", "CSeq: 3");
        register("Expires: 600\n", "message/sip", fetch);
        assertThat(live()).isEqualTo(before);
        register("", "message/sip", fetch.replace("CSeq: 3", "CSeq: 4"));
        assertThat(live()).isEqualTo(before);
        register(
                "Expires: 600\n",
                "multipart/mixed;boundary=b",
                multipart(fetch.replace("CSeq: 3", "CSeq: 5"), embedded("SIP/2.0 403 Forbidden")));
        assertThat(live()).isEqualTo(before);

        register("Expires: 0\n", "message/sip", fetch.replace("CSeq: 3", "CSeq: 6"));
        assertThat(live()).isEmpty();
        register("Expires: 600\n", "message/sip", fetch.replace("CSeq: 3", "CSeq: 7"));
        assertThat(devices()).containsExactly("ims:<sip:scscf1.ims.example:6060;lr>");
    }

    /// Service information of the operator's filter, alone: recognised, and not evaluated.
    @Test
    @Tag("TS24229-7.6")
    void serviceInformationAloneTellsThatTheUserIsThere() {
        register(
                "Expires: 600\n",
                "application/3gpp-ims+xml",
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <ims-3gpp version="1"><service-info>class=gold</service-info></ims-3gpp>
                """);
        assertThat(live())
                .singleElement()
                .matches(b ->
                        b.capabilities().bits() == (Capabilities.PAGER | Capabilities.PRESUMED));
        assertThat(roles.outbox.last().request().methodText()).hasToString("OPTIONS");
    }

    /// From names the user, as some S-CSCFs write it: the body tells who speaks.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "message/sip | x",
                "application/3gpp-ims+xml;charset=utf-8 | <ims-3gpp/>",
                "multipart/mixed;boundary=b | --b\nContent-Type: message/sip\n\nx\n--b--\n",
                "multipart/mixed;boundary=b | --b\nContent-Type: application/3gpp-ims+xml\n\n<ims-3gpp/>\n--b--\n"
            })
    void theBodyMakesItThirdParty(String typeAndBody) {
        String[] parts = typeAndBody.split(" \\| ", 2);
        assertThat(handler.isThirdParty(own(parts[0], parts[1]).request())).isTrue();
    }

    @Test
    void otherBodiesDoNot() {
        assertThat(handler.isThirdParty(own("text/plain", "x").request())).isFalse();
        assertThat(
                        handler.isThirdParty(
                                own(
                                                "multipart/mixed;boundary=b",
                                                "--b\nContent-Type: text/plain\n\nx\n--b--\n")
                                        .request()))
                .isFalse();
    }

    private static Arrived own(String type, String body) {
        return Roles.arrive(
                """
                REGISTER sip:5gmc.ims.example SIP/2.0
                From: <tel:+8613800000001>;tag=3p
                To: <sip:+8613800000001@ims.example>
                Call-ID: 3p-1
                CSeq: 1 REGISTER
                Content-Type: %s

                %s\
                """
                        .formatted(type, body));
    }

    /// A device that registered here itself is none of the S-CSCF's business.
    @ParameterizedTest
    @ValueSource(strings = {"gone", "replaced", "unbound", "unknown"})
    void directBindingsStay(String news) {
        bindDirectly(RegisterOrder.UNKNOWN);
        register(
                "Expires: 600\n",
                "message/sip",
                embedded("REGISTER sip:ims.example SIP/2.0", ue("1")));
        assertThat(devices()).containsExactly("urn:uuid:direct", "urn:uuid:1");
        switch (news) {
            case "gone" -> register("Expires: 0\n", "", "");
            case "replaced" ->
                    register(
                            "Expires: 600\n",
                            "message/sip",
                            embedded("SIP/2.0 200 OK", ue("2") + ";expires=600"));
            case "unbound" ->
                    register(
                            "Expires: 0\n",
                            "message/sip",
                            embedded(
                                    "REGISTER sip:ims.example SIP/2.0",
                                    ue("direct"),
                                    "Expires: 0"));
            default -> register("Expires: 600\n", "", "");
        }
        assertThat(devices()).contains("urn:uuid:direct");
    }
}
