package org.fivegmc.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.terminal.Terminals;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The short way to what a Contact says leads where the long one does.
@Tag("RCC07-2.4")
class DeviceContactsTest {
    private static final String TAGS =
            "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg,"
                    + "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.session\"";
    private static final List<String> PARAMETERS =
            List.of(
                    TAGS,
                    "+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.rcse.ft\"",
                    "+g.oma.sip-im",
                    "+g.oma.sip-im=\"FALSE\"",
                    "+g.gsma.rcs.botversion=\"#=1,#=2\"",
                    "automata",
                    "expires=600",
                    "q=0.5",
                    "Q=0.7",
                    " methods=\"INVITE, BYE\"",
                    "x=\"a;+sip.instance=b\"",
                    "x=\"\\\"\"",
                    "reg-id=1",
                    "+sip.instance=\"<urn:gsma:imei:35000001-123456-0>\"",
                    "+SIP.INSTANCE=\"<urn:UUID:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6>\"",
                    "+sip.instance=\"<urn:x>\" ",
                    "+sip.instance=\"<urn:>\"",
                    "+sip.instance=\"<imei:1>\"",
                    "+sip.instance=\"<urn:a<b>\"",
                    "+sip.instance=\"urn:gsma:imei:1\"",
                    "+sip.instance=urn:gsma:imei:2",
                    "+sip.instance=\"<urn:" + "9".repeat(251) + ">\"",
                    "+sip.instance=\"<urn:" + "9".repeat(252) + ">\"",
                    "+sip.instance",
                    "long=" + "y".repeat(TagSets.MAX_LENGTH));

    private final DeviceContacts contacts = new DeviceContacts(true, Terminals.NONE);

    private static NameAddr contact(String parameters) {
        NameAddr parsed = NameAddr.parse(Span.of("<sip:+861380000@192.0.2.1:5060>" + parameters));
        return Objects.requireNonNull(parsed, parameters);
    }

    private void isRead(String parameters) {
        NameAddr contact = contact(parameters);
        assertThat(contacts.read(contact))
                .as("%s", parameters)
                .isEqualTo(
                        new DeviceContacts.Reading(
                                DeviceContacts.device(contact),
                                contacts.capabilities(contact),
                                DeviceContacts.features(contact)));
    }

    @Test
    void anyParametersInAnyOrder() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 50_000; round++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(6); n > 0; n--) {
                text.append(';').append(PARAMETERS.get(random.nextInt(PARAMETERS.size())));
            }
            isRead(text.toString());
        }
    }

    @Test
    void devicesOfOneMakeDifferByTheirInstance() {
        DeviceContacts.Reading one =
                contacts.read(contact(";+sip.instance=\"<urn:gsma:imei:1>\";" + TAGS));
        DeviceContacts.Reading other =
                contacts.read(contact(";+sip.instance=\"<urn:gsma:IMEI:23>\";" + TAGS));
        DeviceContacts.Reading less =
                contacts.read(contact(";+sip.instance=\"<urn:gsma:imei:1>\";+g.oma.sip-im"));
        assertThat(one.device().value()).isEqualTo("urn:gsma:imei:1");
        assertThat(other.device().value()).isEqualTo("urn:gsma:imei:23");
        assertThat(one.capabilities())
                .isEqualTo(new Capabilities(Capabilities.PAGER | Capabilities.CHAT))
                .isEqualTo(other.capabilities());
        assertThat(less.capabilities()).isEqualTo(new Capabilities(Capabilities.SIMPLE_IM));
    }
}
