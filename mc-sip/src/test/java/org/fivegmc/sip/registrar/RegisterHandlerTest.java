package org.fivegmc.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fivegmc.core.center.CenterConfig;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Credentials;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RFC3261-10.3")
class RegisterHandlerTest {

    private static final String MSG =
            "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"";
    private static final String IMEI = "+sip.instance=\"<urn:gsma:imei:35824005-944763-0>\"";

    private static final TerminalTable TERMINALS =
            new TerminalTable(
                    List.of(
                            new Terminal(
                                    "华为", "JAD-AN00", Release.OPERATOR_CUSTOM, true, List.of()),
                            new Terminal(
                                    "Samsung", "SM-G9880", Release.OPEN_MARKET, true, List.of()),
                            new Terminal(
                                    "Old", "One", Release.OPEN_MARKET, false, List.of(86000001))),
                    Map.of("HUAWEI", "华为"));

    private final Roles roles = new Roles();
    private final AtomicInteger bound = new AtomicInteger();
    private final AtomicInteger unbound = new AtomicInteger();
    private final AtomicLong boundUntilMs = new AtomicLong();
    private final RegisterHandler.FlowListener flow =
            new RegisterHandler.FlowListener() {
                @Override
                public void bound(long untilMs) {
                    bound.incrementAndGet();
                    boundUntilMs.set(untilMs);
                }

                @Override
                public void unbound() {
                    unbound.incrementAndGet();
                }
            };
    private int cSeq;
    private final RegisterHandler handler =
            new RegisterHandler(
                    roles.steps.center(), Roles.NUMBERS, Roles.POLICY, roles.steps.clock);

    @BeforeEach
    void alice() {
        roles.provision(Roles.ALICE, Credentials.NONE);
    }

    private Arrived register(String... lines) {
        return register(false, lines);
    }

    private Arrived register(boolean trusted, String... lines) {
        return register(trusted, "reg-1", ++cSeq, lines);
    }

    private Arrived register(boolean trusted, String callId, long number, String... lines) {
        Arrived in =
                Roles.arrive(
                        """
                        REGISTER sip:ims.example SIP/2.0
                        From: <sip:+8613800000001@ims.example>;tag=r1
                        To: <sip:+8613800000001@ims.example>
                        Call-ID: %s
                        CSeq: %d REGISTER
                        """
                                        .formatted(callId, number)
                                + String.join("\n", lines));
        handler.onRegister(in, Roles.ALICE, trusted, flow);
        roles.steps.settle();
        return in;
    }

    private List<Binding> live() {
        return roles.subscriber(Roles.ALICE).live(roles.steps.clock.millis());
    }

    private List<String> devices() {
        return live().stream().map(b -> b.device().value()).toList();
    }

    @Test
    void bindsAndTellsEverythingAHandsetNeeds() {
        Arrived in =
                register(
                        "Contact: \"A\" <sip:a@192.0.2.1:5062;transport=tcp>;q=0.5;"
                                + IMEI
                                + ";"
                                + MSG
                                + ";expires=600000",
                        "Supported: path, gruu");

        assertThat(in.status()).isEqualTo(200);
        assertThat(in.fields("Contact"))
                .containsExactly(
                        "<sip:a@192.0.2.1:5062;transport=tcp>;"
                                + IMEI
                                + ";"
                                + MSG
                                + ";expires=3600");
        assertThat(in.fields("P-Associated-URI"))
                .containsExactly("<sip:+8613800000001@ims.example>, <tel:+8613800000001>");
        assertThat(in.fields("Service-Route")).containsExactly("<sip:orig@mc.ims.example;lr>");
        assertThat(in.fields("Date")).singleElement().asString().endsWith(" GMT");
        assertThat(bound).hasValue(1);
        assertThat(devices()).containsExactly("urn:gsma:imei:35824005-944763-0");
        assertThat(live().getFirst().capabilities())
                .isEqualTo(new Capabilities(Capabilities.PAGER));
    }

    private final RegisterHandler ofAnotherNetwork =
            new RegisterHandler(
                    roles.steps.center(),
                    Roles.NUMBERS,
                    new RegistrarPolicy(
                            60,
                            3600,
                            600,
                            true,
                            true,
                            List.of(),
                            new Terminals(TERMINALS, Terminals.Custom.INCAPABLE)),
                    roles.steps.clock);

    private Capabilities registered(String parameters, String userAgent) {
        Arrived in =
                Roles.arrive(
                        """
                        REGISTER sip:ims.example SIP/2.0
                        From: <sip:+8613800000001@ims.example>;tag=r1
                        To: <sip:+8613800000001@ims.example>
                        Call-ID: models
                        CSeq: %d REGISTER
                        User-Agent: %s
                        Contact: <sip:a@192.0.2.1>%s
                        """
                                .formatted(++cSeq, userAgent, parameters));
        ofAnotherNetwork.onRegister(in, Roles.ALICE, true, flow);
        roles.steps.settle();
        assertThat(in.status()).isEqualTo(200);
        return live().getLast().capabilities();
    }

    /// Whatever it registers with.
    @Test
    void aModelThatWorksOnAnotherNetworkOnlyIsSentNothing() {
        Capabilities can =
                registered(
                        ";" + IMEI + ";" + MSG,
                        "CPM-client/OMA2.2 RCS-client/UP_2.4 term-HUAWEI/JAD-AN00-3.0.0.1 client-HUAWEI/10");
        assertThat(can).isEqualTo(Capabilities.NONE.from(Capabilities.Source.TABLE));
    }

    @Test
    void theTagsOfAModelThatWorksEverywhereCount() {
        String agent = "CPM-client/OMA2.2 RCS-client/UP_2.4 term-Samsung/SM-G9880-1 client-x/1";
        assertThat(registered(";" + IMEI + ";" + MSG, agent))
                .isEqualTo(new Capabilities(Capabilities.PAGER));
        assertThat(registered(";" + IMEI + ";+g.3gpp.smsip", agent)).isEqualTo(Capabilities.NONE);
        assertThat(registered(";" + IMEI, agent))
                .as("without any it is known for what it is")
                .isEqualTo(
                        new Capabilities(Capabilities.PAGER | Capabilities.CHATBOT_STANDALONE)
                                .from(Capabilities.Source.TABLE));
    }

    @Test
    void ofAModelThatNobodyKnowsTheTagsCount() {
        assertThat(registered(";" + IMEI + ";" + MSG, "term-HUAWEI/NEW-1-1"))
                .isEqualTo(new Capabilities(Capabilities.PAGER));
        assertThat(registered(";" + IMEI, "Linphone/5.2"))
                .isEqualTo(new Capabilities(Capabilities.PLAIN_SIP));
    }

    @Test
    void theImeiTellsTheModelBeforeTheUserAgentDoes() {
        assertThat(
                        registered(
                                ";+sip.instance=\"<urn:gsma:imei:86000001-944763-0>\";" + MSG,
                                "term-Samsung/SM-G9880-1"))
                .isEqualTo(Capabilities.NONE.from(Capabilities.Source.TABLE));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 600",
        "'', 120, 120",
        "300, 120, 300",
        "4294967295, '', 3600",
        "99999999999, '', 3600",
        "soon, '', 600",
        "'', soon, 600"
    })
    void expiryIsTheContactsElseTheHeadersElseOurs(String parameter, String header, long granted) {
        String contact =
                "Contact: <sip:a@192.0.2.1>" + (parameter.isEmpty() ? "" : ";expires=" + parameter);
        Arrived in = header.isEmpty() ? register(contact) : register(contact, "Expires: " + header);
        assertThat(in.fields("Contact")).containsExactly("<sip:a@192.0.2.1>;expires=" + granted);
    }

    /// They pass a lenient parser, and would fail at each message to the device.
    @ParameterizedTest
    @ValueSource(strings = {"<sip:é@192.0.2.1>", "<sip:a@192.0.2.1>;x=\"\u0001\""})
    void contactsThatCantBeWrittenAreRefused(String contact) {
        assertThat(register("Contact: " + contact).status()).isEqualTo(400);
        assertThat(live()).isEmpty();
    }

    @Test
    void shortRegistrationsAreTooBrief() {
        Arrived in = register("Contact: <sip:a@192.0.2.1>;expires=59");
        assertThat(in.status()).isEqualTo(423);
        assertThat(in.fields("Min-Expires")).containsExactly("60");
        assertThat(live()).isEmpty();
        assertThat(bound).hasValue(0);
    }

    @Test
    void aDeviceThatMovesReplacesItsBinding() {
        register("Contact: <sip:a@192.0.2.1>;" + IMEI);
        Arrived in =
                register("Contact: <sip:a@192.0.2.77>;" + IMEI.replace("urn:gsma", "URN:GSMA"));
        assertThat(in.fields("Contact"))
                .singleElement()
                .asString()
                .startsWith("<sip:a@192.0.2.77>");
        assertThat(devices()).hasSize(1);
    }

    @Test
    void devicesWithoutInstanceAreTheirContacts() {
        register("Contact: <sip:a@192.0.2.1;transport=tcp>", "Contact: sip:A@192.0.2.2");
        register("Contact: <sip:a@192.0.2.1:5060;transport=tcp>");
        assertThat(devices())
                .containsExactly(
                        "contact:sip:a@192.0.2.1",
                        "contact:sip:a@192.0.2.2",
                        "contact:sip:a@192.0.2.1:5060");
    }

    @Test
    @Tag("RFC5626-4.1")
    void severalFlowsOfOneDeviceAreOneBinding() {
        Arrived in =
                register(
                        "Contact: <sip:a@192.0.2.1>;reg-id=1;" + IMEI,
                        "Contact: <sip:a@192.0.2.2>;reg-id=2;" + IMEI);
        assertThat(in.status()).isEqualTo(200);
        assertThat(live()).hasSize(1);
    }

    @Test
    void refreshingProlongs() {
        register("Contact: <sip:a@192.0.2.1>;expires=100");
        roles.steps.pass(60_000);
        assertThat(register("Contact: <sip:a@192.0.2.1>;expires=100").fields("Contact"))
                .containsExactly("<sip:a@192.0.2.1>;expires=100");
        roles.steps.pass(60_000);
        assertThat(live()).hasSize(1);
        roles.steps.pass(41_000);
        assertThat(live()).isEmpty();
    }

    /// What arrives late must not bring back an address that the device has left since.
    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void aRegisterThatComesLateFailsAndChangesNothing(long late) {
        register(false, "call-1", 7, "Contact: <sip:a@192.0.2.7>;expires=700;" + IMEI);
        List<Binding> before = live();
        for (String contacts :
                List.of(
                        "Contact: <sip:a@192.0.2.6>;expires=600;" + IMEI,
                        "Contact: <sip:a@192.0.2.7>;expires=0;" + IMEI,
                        "Contact: *\nExpires: 0",
                        "Contact: <sip:b@192.0.2.2>, <sip:a@192.0.2.6>;" + IMEI,
                        "Contact: <sip:b@192.0.2.2>, <sip:a@192.0.2.7>;expires=0;" + IMEI)) {
            Arrived in = register(false, "call-1", late, contacts);
            assertThat(in.status()).isEqualTo(500);
            assertThat(in.fields("Contact")).isEmpty();
            assertThat(live()).isEqualTo(before);
        }
        assertThat(bound).hasValue(1);
        assertThat(register(false, "call-1", late).status()).isEqualTo(200);
    }

    @Test
    void theNumberOfAnotherCallIdSaysNothing() {
        register(false, "call-1", 7, "Contact: <sip:a@192.0.2.7>;" + IMEI);
        register(false, "call-2", 1, "Contact: <sip:a@192.0.2.1>;" + IMEI);
        assertThat(register(false, "call-2", 2, "Contact: <sip:b@192.0.2.2>").status())
                .isEqualTo(200);
        // the device restarted with call-2; what it sent before is not told apart from a new start
        assertThat(
                        register(false, "call-1", 3, "Contact: <sip:a@192.0.2.3>;" + IMEI)
                                .fields("Contact"))
                .hasSize(2);
    }

    @Test
    void aDeviceThatHasLeftMayComeWithAnyNumber() {
        register(false, "call-1", 7, "Contact: <sip:a@192.0.2.7>");
        register(false, "call-1", 8, "Contact: <sip:a@192.0.2.7>;expires=0");
        assertThat(register(false, "call-1", 1, "Contact: <sip:a@192.0.2.7>").status())
                .isEqualTo(200);
    }

    @Test
    void theOrderOutlivesARestart() {
        register(false, "call-1", 7, "Contact: <sip:a@192.0.2.7>;" + IMEI);
        roles.steps.restart();
        var again =
                new RegisterHandler(
                        roles.steps.center(), Roles.NUMBERS, Roles.POLICY, roles.steps.clock);
        Arrived in =
                Roles.arrive(
                        """
                        REGISTER sip:ims.example SIP/2.0
                        From: <sip:+8613800000001@ims.example>;tag=r1
                        To: <sip:+8613800000001@ims.example>
                        Call-ID: call-1
                        CSeq: 6 REGISTER
                        Contact: <sip:a@192.0.2.6>;
                        """
                                + " "
                                + IMEI);
        again.onRegister(in, Roles.ALICE, false, flow);
        roles.steps.settle();
        assertThat(in.status()).isEqualTo(500);
    }

    @Test
    @Tag("RFC3261-10.2.3")
    void fetchingTellsTheBindings() {
        register("Contact: <sip:a@192.0.2.1>;expires=100");
        roles.steps.pass(10_000);
        Arrived in = register();
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.fields("Contact")).containsExactly("<sip:a@192.0.2.1>;expires=90");
        assertThat(bound).hasValue(1);
    }

    @Test
    void oneDeviceLeavesAndTheOtherStays() {
        register("Contact: <sip:a@192.0.2.1>", "Contact: <sip:b@192.0.2.2>");
        Arrived in = register("Contact: <sip:a@192.0.2.1>", "Expires: 0");
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.fields("Contact")).singleElement().asString().startsWith("<sip:b@");
        assertThat(devices()).containsExactly("contact:sip:b@192.0.2.2");
    }

    @Test
    void comingAndGoingInOneRequest() {
        register("Contact: <sip:a@192.0.2.1>");
        Arrived in = register("Contact: <sip:a@192.0.2.1>;expires=0, <sip:b@192.0.2.2>;expires=90");
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.fields("Contact")).containsExactly("<sip:b@192.0.2.2>;expires=90");
        assertThat(bound).hasValue(2);
    }

    /// Nothing of a request that fails takes place (RFC 3261 section 10.3 step 7).
    @Test
    void whoCannotComeDoesNotMakeOthersGo() {
        register("Contact: <sip:a@192.0.2.1>");
        String many =
                IntStream.rangeClosed(0, CenterConfig.DEFAULT.maxBindingsPerUser())
                        .mapToObj(i -> ", <sip:b" + i + "@192.0.2.2>")
                        .collect(Collectors.joining());
        assertThat(register("Contact: <sip:a@192.0.2.1>;expires=0" + many).status()).isEqualTo(403);
        assertThat(devices()).containsExactly("contact:sip:a@192.0.2.1");
    }

    @Test
    void aNewAddressOfTheSameDeviceOutlivesTheOldOne() {
        register("Contact: <sip:a@192.0.2.1>;" + IMEI);
        Arrived in =
                register(
                        "Contact: <sip:a@192.0.2.9>;" + IMEI,
                        "Contact: <sip:a@192.0.2.1>;expires=0;" + IMEI);
        assertThat(in.fields("Contact")).singleElement().asString().startsWith("<sip:a@192.0.2.9>");
    }

    @Test
    @Tag("RFC3261-10.2.2")
    void starRemovesAll() {
        register("Contact: <sip:a@192.0.2.1>", "Contact: <sip:b@192.0.2.2>");
        Arrived in = register("Contact: *", "Expires: 0");
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.fields("Contact")).isEmpty();
        assertThat(live()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Contact: *",
                "Contact: *\nExpires: 1",
                "Contact: *, <sip:a@192.0.2.1>\nExpires: 0",
                "Contact: <sip:a@192.0.2.1",
                "Contact: <tel:+8613800000001>"
            })
    void contactsThatMakeNoSense(String lines) {
        register("Contact: <sip:a@192.0.2.1>");
        assertThat(register(lines).status()).isEqualTo(400);
        assertThat(live()).hasSize(1);
    }

    private static String instance(int i) {
        return "Contact: <sip:a@192.0.2." + i + ">;+sip.instance=\"<urn:uuid:" + i + ">\"";
    }

    @Test
    void devicesAreLimited() {
        int limit = CenterConfig.DEFAULT.maxBindingsPerUser();
        for (int i = 0; i < limit; i++) {
            assertThat(register(instance(i)).status()).isEqualTo(200);
        }
        assertThat(register(instance(200)).status()).isEqualTo(403);
        assertThat(register("Contact: <sip:a@192.0.2.200>").status()).isEqualTo(403);
        assertThat(live()).hasSize(limit);
    }

    /// A client without +sip.instance is another device with each address it gets: it must not lock
    /// itself out.
    @Test
    void theOldestDeviceWithoutInstanceMakesRoom() {
        int limit = CenterConfig.DEFAULT.maxBindingsPerUser();
        register(instance(1));
        for (int i = 2; i <= limit; i++) {
            roles.steps.clock.advance(1_000);
            register("Contact: <sip:a@192.0.2." + i + ">");
        }
        assertThat(register("Contact: <sip:a@192.0.2.200>").status()).isEqualTo(200);
        assertThat(devices())
                .hasSize(limit)
                .contains("urn:uuid:1", "contact:sip:a@192.0.2.200")
                .doesNotContain("contact:sip:a@192.0.2.2");
        assertThat(register(instance(201)).status()).isEqualTo(200);
        assertThat(devices()).contains("urn:uuid:201").doesNotContain("contact:sip:a@192.0.2.3");
    }

    /// Also when it gives back an address in the same request.
    @Test
    void whoComesWhileAnotherGoesGetsRoomToo() {
        int limit = CenterConfig.DEFAULT.maxBindingsPerUser();
        for (int i = 1; i <= limit; i++) {
            roles.steps.clock.advance(1_000);
            register("Contact: <sip:a@192.0.2." + i + ">");
        }
        Arrived in =
                register("Contact: <sip:gone@192.0.2.1>;expires=0, <sip:a@192.0.2.200>;expires=90");
        assertThat(in.status()).isEqualTo(200);
        assertThat(devices())
                .hasSize(limit)
                .contains("contact:sip:a@192.0.2.200")
                .doesNotContain("contact:sip:a@192.0.2.1");
    }

    @Test
    @Tag("RFC3327-5.3")
    void pathIsKeptAndTold() {
        Arrived in =
                register(
                        true,
                        "Contact: <sip:a@192.0.2.1>",
                        "Path: <sip:pcscf.example;lr>",
                        "Path: <sip:icscf.example;lr>");
        assertThat(in.fields("Path"))
                .containsExactly("<sip:pcscf.example;lr>", "<sip:icscf.example;lr>");
        SipContact contact = SipContact.decode(live().getFirst().contact());
        assertThat(contact.route())
                .containsExactly("<sip:pcscf.example;lr>", "<sip:icscf.example;lr>");
        assertThat(contact.flow()).isEmpty();
    }

    /// It would send the user's messages to anybody the sender names.
    @Test
    void aPathOfAnybodyIsRefused() {
        assertThat(register("Contact: <sip:a@192.0.2.1>", "Path: <sip:elsewhere;lr>").status())
                .isEqualTo(403);
        assertThat(live()).isEmpty();
        assertThat(bound).hasValue(0);
    }

    @Test
    void theFlowIsToldWhoIsBoundToItAndUntilWhen() {
        long now = roles.steps.clock.millis();
        register("Contact: <sip:a@192.0.2.1>;expires=300, <sip:b@192.0.2.1>;expires=600");
        assertThat(boundUntilMs).hasValue(now + 600_000);
        register("Contact: <sip:b@192.0.2.1>;expires=0");
        assertThat(boundUntilMs).hasValue(now + 300_000);
        assertThat(unbound).hasValue(0);
        register();
        assertThat(bound).as("a question changes nothing").hasValue(2);
        register("Contact: *", "Expires: 0");
        assertThat(unbound).hasValue(1);
    }

    @Test
    void withoutPathTheFlowIsKept() {
        register("Contact: <sip:a@10.0.0.1>");
        assertThat(SipContact.decode(live().getFirst().contact()).flow())
                .isEqualTo("TCP 192.0.2.1 5062 1");
    }

    @Test
    void strangersNeedSomebodyWhoVouches() {
        roles.settled(roles.steps.center().removeSubscriber(Roles.ALICE));
        assertThat(register("Contact: <sip:a@192.0.2.1>").status()).isEqualTo(403);
        assertThat(register(true, "Contact: <sip:a@192.0.2.1>").status()).isEqualTo(200);
    }

    @Test
    void instancesTooLongForAnIdAreNone() {
        String urn = "urn:x-" + "y".repeat(250);
        Arrived in = register("Contact: <sip:a@192.0.2.1>;+sip.instance=\"<" + urn + ">\"");
        assertThat(in.status()).isEqualTo(200);
        assertThat(devices()).containsExactly("contact:sip:a@192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg,"
                        + "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.session\" | pager chat",
                "+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.fthttp\" | ft-http",
                "+g.oma.sip-im | simple-im",
                "+sip.instance=\"<urn:uuid:1>\" | plain-sip",
                "+g.somebody.else | ''"
            })
    void tagsAreCapabilities(String tags, String names) {
        register("Contact: <sip:a@192.0.2.1>;" + tags);
        assertThat(String.join(" ", live().getFirst().capabilities().names())).isEqualTo(names);
    }
}
