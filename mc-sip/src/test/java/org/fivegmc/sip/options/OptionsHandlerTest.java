package org.fivegmc.sip.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.Roles.Arrived;
import org.fivegmc.sip.registrar.SipContact;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipEvents.CapabilityLookup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RCC07-2.6.1")
class OptionsHandlerTest {

    private static final String MSG = "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg";
    private static final String CHAT = "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.session";

    private static final long LIFETIME_MS = 30L * 24 * 3_600_000;

    private boolean ready = true;
    private final List<CapabilityLookup> lookups = new ArrayList<>();
    private final Roles roles = new Roles();
    private final OptionsHandler handler =
            new OptionsHandler(
                    roles.steps.center(),
                    Roles.NUMBERS,
                    "sip:5gmc.ims.example",
                    OptionsHandler.ALLOW,
                    roles.steps.clock,
                    () -> ready,
                    LIFETIME_MS,
                    new SipEvents() {
                        @Override
                        public void capabilitiesAsked(CapabilityLookup result) {
                            lookups.add(result);
                        }
                    });

    private Arrived ask(String uri) {
        Arrived in =
                Roles.arrive(
                        """
                        OPTIONS %s SIP/2.0
                        From: <sip:+8613800000001@ims.example>;tag=o1
                        To: <tel:+8613800000002>
                        Call-ID: o-1
                        CSeq: 1 OPTIONS
                        """
                                .formatted(uri));
        handler.onOptions(in);
        roles.steps.settle();
        return in;
    }

    private Binding device(String id, long bits, String icsi) {
        long now = roles.steps.clock.millis();
        return new Binding(
                new DeviceId(id),
                new Capabilities(bits),
                now,
                now + 60_000,
                new SipContact(
                                SipContact.Way.DIRECT,
                                "sip:b@192.0.2.2",
                                "",
                                ";+g.3gpp.icsi-ref=\"" + icsi + "\"",
                                List.of())
                        .encode());
    }

    @Test
    void strangersAndUsersWithoutRcsAreNotFound() {
        assertThat(ask("tel:+8613800000002").status()).isEqualTo(404);
        roles.settled(roles.steps.center().provision(Roles.BOB, false, Credentials.NONE));
        assertThat(ask("tel:+8613800000002").status()).isEqualTo(404);
        assertThat(lookups).containsExactly(CapabilityLookup.MISS, CapabilityLookup.MISS);
    }

    @Test
    void whoWasNeverHereIsNotAvailable() {
        roles.provision(Roles.BOB, Credentials.NONE);
        assertThat(ask("tel:+8613800000002").status()).isEqualTo(480);
    }

    @Test
    void registeredDevicesAreAnsweredForTogether() {
        roles.provision(Roles.BOB, Credentials.NONE);
        roles.steps.change(
                Roles.BOB,
                new Change.Bind(
                        List.of(
                                device("a", Capabilities.PAGER, MSG),
                                device("b", Capabilities.CHAT, CHAT))));
        Arrived in = ask("sip:+8613800000002@ims.example;user=phone");
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.fields("Contact"))
                .singleElement()
                .asString()
                .startsWith("<sip:5gmc.ims.example>;+g.3gpp.icsi-ref=")
                .contains(MSG, CHAT)
                .doesNotContain("automata");
        assertThat(in.fields("P-Asserted-Identity")).containsExactly("<tel:+8613800000002>");
        assertThat(lookups).containsExactly(CapabilityLookup.HIT);
    }

    @Test
    void theNetworkAnswersForWhoIsAway() {
        roles.provision(Roles.BOB, Credentials.NONE);
        roles.steps.change(
                Roles.BOB,
                new Change.Bind(List.of(device("a", Capabilities.PAGER | Capabilities.CHAT, MSG))));
        roles.steps.unregister(Roles.BOB);
        Arrived in = ask("tel:+8613800000002");
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.fields("Contact"))
                .singleElement()
                .asString()
                .startsWith("<sip:5gmc.ims.example>;automata;")
                .contains(MSG, CHAT);
        roles.steps.pass(LIFETIME_MS + 1);
        assertThat(ask("tel:+8613800000002").status()).as("too long ago").isEqualTo(480);
        assertThat(lookups).containsExactly(CapabilityLookup.HIT, CapabilityLookup.STALE);
    }

    @Test
    void whoCantBeStoredForIsNotAvailable() {
        roles.provision(Roles.BOB, Credentials.NONE);
        roles.steps.change(
                Roles.BOB, new Change.Bind(List.of(device("a", Capabilities.CHAT, CHAT))));
        roles.steps.pass(61_000);
        assertThat(ask("tel:+8613800000002").status()).isEqualTo(480);
    }

    @Test
    void aQueryWithoutNumberIsAboutTheServer() {
        Arrived in = ask("sip:5gmc.ims.example");
        assertThat(handler.isAboutUser(in.request())).isFalse();
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.fields("Allow")).containsExactly("MESSAGE, OPTIONS, REGISTER");

        ready = false;
        Arrived refused = ask("sip:5gmc.ims.example");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.fields("Retry-After")).containsExactly("10");
    }
}
