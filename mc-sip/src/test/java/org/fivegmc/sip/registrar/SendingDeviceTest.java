package org.fivegmc.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.codec.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendingDeviceTest {

    private static final String FLOW = "TCP 192.0.2.1 5062 7";

    private static Binding device(String id, SipContact.Way way, String uri, String flow) {
        return binding(id, new SipContact(way, uri, flow, "", List.of()).encode());
    }

    private static Binding binding(String id, byte[] contact) {
        return new Binding(
                new DeviceId(id), new Capabilities(Capabilities.PAGER), 0, 1000, contact);
    }

    private static final Binding PHONE =
            device("urn:uuid:phone", SipContact.Way.DIRECT, "sip:a@192.0.2.1:5062", FLOW);
    private static final Binding TABLET =
            device(
                    "urn:uuid:tablet",
                    SipContact.Way.DIRECT,
                    "sip:a@10.0.0.9",
                    "UDP 192.0.2.7 5060");
    private static final Binding NAMELESS =
            device("contact:sip:a@192.0.2.3", SipContact.Way.DIRECT, "sip:a@192.0.2.3", "");
    private static final Binding IMS =
            device("urn:uuid:ims", SipContact.Way.IMS, "sip:a@192.0.2.1:5062", "");
    private static final Binding UNREADABLE = binding("urn:uuid:old", new byte[] {'?'});
    private static final List<Binding> ALL = List.of(PHONE, TABLET, NAMELESS, IMS, UNREADABLE);

    /// @param vias besides the one that the request has, which is of 192.0.2.1:5062
    private static SipRequest request(String contact, String... vias) {
        var head = new StringBuilder("MESSAGE tel:+8613800000002 SIP/2.0\n");
        for (String via : vias) {
            head.append("Via: SIP/2.0/UDP ").append(via).append(";branch=z9hG4bKb\n");
        }
        head.append(
                "From: <sip:a@x>;tag=1\nTo: <tel:+8613800000002>\nCall-ID: c\nCSeq: 1 MESSAGE\n");
        if (!contact.isEmpty()) {
            head.append("Contact: ").append(contact).append('\n');
        }
        return Roles.arrive(head + "Content-Type: text/plain\n\nhi").request();
    }

    private static Optional<String> found(SipRequest request, String flow) {
        return SendingDevice.of(request, flow).among(ALL).map(DeviceId::value);
    }

    @ParameterizedTest
    @CsvSource({
        "<sip:a@198.51.100.1>;+sip.instance=\"<urn:uuid:TABLET>\", urn:uuid:tablet",
        "<sip:a@192.0.2.3;transport=tcp>, contact:sip:a@192.0.2.3",
        "<sip:a@198.51.100.1>;+sip.instance=\"<urn:uuid:ims>\", urn:uuid:ims"
    })
    void byWhatItsContactSays(String contact, String expected) {
        assertThat(found(request(contact), FLOW)).contains(expected);
    }

    @Test
    void byTheConnectionItRegisteredOver() {
        assertThat(found(request(""), "UDP 192.0.2.7 5060")).contains("urn:uuid:tablet");
        assertThat(found(request(""), FLOW)).contains("urn:uuid:phone");
    }

    /// What a proxy brings, all its users bring.
    @Test
    void notByTheConnectionOfAProxy() {
        assertThat(found(request("", "10.0.0.9"), "UDP 192.0.2.1 5062 7"))
                .contains("urn:uuid:tablet");
        assertThat(found(request("", "10.0.0.8:5060"), FLOW)).isEmpty();
    }

    @Test
    void byTheAddressInItsOwnVia() {
        assertThat(found(request(""), "TCP 203.0.113.1 1 9")).contains("urn:uuid:phone");
        assertThat(found(request("", "10.0.0.9:5060"), "")).contains("urn:uuid:tablet");
        assertThat(found(request("", "192.0.2.3"), "")).contains("contact:sip:a@192.0.2.3");
    }

    /// Two handsets behind two NATs may have one address.
    @Test
    void neverOneOfTwo() {
        List<Binding> twins =
                List.of(
                        PHONE,
                        device("urn:uuid:twin", SipContact.Way.DIRECT, "sip:a@192.0.2.1:5062", ""));
        assertThat(SendingDevice.of(request(""), "").among(twins)).isEmpty();
    }

    @Test
    void aDeviceThatIsKnownOnlyIfItIsThere() {
        assertThat(SendingDevice.of(new DeviceId("urn:uuid:phone")).among(ALL))
                .contains(PHONE.device());
        assertThat(SendingDevice.of(new DeviceId("urn:uuid:gone")).among(ALL)).isEmpty();
    }
}
