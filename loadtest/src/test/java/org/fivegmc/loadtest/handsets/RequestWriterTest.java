package org.fivegmc.loadtest.handsets;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import org.fivegmc.loadtest.handsets.LoadProfile.Reports;
import org.fivegmc.loadtest.handsets.LoadProfile.Transport;
import org.fivegmc.loadtest.handsets.Transaction.Kind;
import org.junit.jupiter.api.Test;
import org.fivegmc.loadtest.wire.SipBytes;

/// What handsets send is read by JAIN-SIP, which shares no code with it.
class RequestWriterTest {
    private static final int RUN = 0xabc123;

    private final LoadProfile profile =
            new LoadProfile(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060),
                    InetAddress.getLoopbackAddress(),
                    Transport.UDP,
                    1,
                    "rcs.local",
                    100,
                    3600,
                    900,
                    Reports.BOTH,
                    1,
                    0,
                    Optional.empty());
    private final Crowd crowd = new Crowd(100, 10);
    private final Ledger ledger = new Ledger(true, true);
    private final MessageKey key = new MessageKey(RUN);
    private final RequestWriter writer =
            new RequestWriter(profile, crowd, ledger, new RunClock(), key, "abc123");
    private final Draft out = new Draft();
    private final Flow flow =
            new Flow("127.0.0.1:7000", false) {
                @Override
                boolean send(byte[] bytes, int length) {
                    return true;
                }
            };

    RequestWriterTest() {
        ledger.open(3, 4);
    }

    @Test
    void registersWithInstanceAndFeatureTags() throws ParseException {
        SIPRequest request = written(transaction(Kind.REGISTER, 3), Optional.empty());
        assertThat(request.getMethod()).isEqualTo("REGISTER");
        assertThat(request.getRequestURI()).hasToString("sip:rcs.local");
        assertThat(request.getTo().getAddress().getURI())
                .hasToString("sip:+8613800000103@rcs.local");
        assertThat(request.getExpires().getExpires()).isEqualTo(3600);
        ContactHeader contact = request.getContactHeader();
        SipURI address = (SipURI) contact.getAddress().getURI();
        assertThat(address.getHost()).isEqualTo("127.0.0.1");
        assertThat(address.getPort()).isEqualTo(7000);
        assertThat(contact.getParameter("+sip.instance"))
                .isEqualTo("<urn:uuid:5a7c0000-0000-4000-8000-861300000103>");
        assertThat(contact.getParameter("+g.3gpp.icsi-ref")).contains("oma.cpm.msg");
        assertThat(out.length()).isBetween(700, 1100);
    }

    @Test
    void leavesWithExpiresZero() throws ParseException {
        SIPRequest request = written(transaction(Kind.UNREGISTER, 3), Optional.empty());
        assertThat(request.getExpires().getExpires()).isZero();
    }

    @Test
    void aTextIsACpimOfTheSizeAskedForWithItsIdInItTwice() throws ParseException {
        SIPRequest request = written(transaction(Kind.TEXT, 3), Optional.empty());
        assertThat(request.getRequestURI()).hasToString("tel:+8613800000104");
        assertThat(request.getContentTypeHeader()).hasToString("Content-Type: message/cpim\r\n");
        assertThat(request.getRawContent()).hasSize(900);
        assertThat(out.length()).isBetween(1800, 2000);
        String body = new String(request.getRawContent(), java.nio.charset.StandardCharsets.UTF_8);
        String id = "mabc123-00000000-00000005-0000000003e8";
        assertThat(body)
                .contains("\r\nimdn.Message-ID: " + id + "\r\n")
                .contains("\r\nimdn.Disposition-Notification: positive-delivery, display\r\n")
                .contains("\r\n\r\nthis is message " + id);
        byte[] bytes = SipBytes.ascii(id);
        assertThat(key.read(bytes, 0, bytes.length)).isTrue();
        assertThat(key.kind()).isEqualTo(MessageKey.TEXT);
        assertThat(key.sequence()).isEqualTo(5);
        assertThat(key.micros()).isEqualTo(1000);
    }

    @Test
    void aReportGoesBackAndNamesTheText() throws ParseException {
        SIPRequest request = written(transaction(Kind.DISPLAYED, 4), Optional.empty());
        assertThat(request.getRequestURI()).hasToString("tel:+8613800000103");
        String body = new String(request.getRawContent(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(body)
                .contains("imdn.Message-ID: rabc123-00000000-00000005-0000000003e8")
                .contains("<message-id>mabc123-00000000-00000005-0000000001f4</message-id>")
                .contains("<display-notification><status><displayed/></status>")
                .doesNotContain("Disposition-Notification");
    }

    @Test
    void theSameTransactionIsWrittenTheSameWay() {
        Transaction one = transaction(Kind.TEXT, 3);
        writer.write(out, one, flow, Optional.empty());
        String first = out.toString();
        writer.write(out, transaction(Kind.REGISTER, 1), flow, Optional.empty());
        writer.write(out, one, flow, Optional.empty());
        assertThat(out).hasToString(first);
    }

    @Test
    void credentialsAreAHeader() throws ParseException {
        SIPRequest request =
                written(
                        transaction(Kind.REGISTER, 3),
                        Optional.of("Authorization: Digest username=\"x\"\r\n"));
        assertThat(request.getAuthorization().getUsername()).isEqualTo("x");
    }

    @Test
    void idsOfOtherRunsAndNoIdsAreNotOurs() {
        for (String text :
                new String[] {
                    "mabc124-00000000-00000005-0000000003e8",
                    "xabc123-00000000-00000005-0000000003e8",
                    "mabc123-80000000-00000005-0000000003e8",
                    "mabc123-00000000-0000000g-0000000003e8",
                    "mabc123-00000000"
                }) {
            byte[] bytes = SipBytes.ascii(text);
            assertThat(key.read(bytes, 0, bytes.length)).as(text).isFalse();
        }
    }

    @Test
    void numbersAreTheCrowdsOrNobodys() {
        byte[] line = SipBytes.ascii("MESSAGE sip:+8613800000109@127.0.0.1 SIP/2.0");
        assertThat(crowd.handset(line, 0, line.length)).isEqualTo(9);
        byte[] other = SipBytes.ascii("MESSAGE sip:+8613800000110@127.0.0.1 SIP/2.0");
        assertThat(crowd.handset(other, 0, other.length)).isEqualTo(-1);
        byte[] none = SipBytes.ascii("OPTIONS sip:rcs.local SIP/2.0");
        assertThat(crowd.handset(none, 0, none.length)).isEqualTo(-1);
    }

    private Transaction transaction(Kind kind, int handset) {
        Transaction one = new Transaction((_, _) -> {}, kind, handset, 0, 5, 1000, 500);
        one.slot = 7;
        one.generation = 9;
        return one;
    }

    private SIPRequest written(Transaction one, Optional<String> authorization)
            throws ParseException {
        writer.write(out, one, flow, authorization);
        byte[] bytes = java.util.Arrays.copyOf(out.bytes(), out.length());
        return (SIPRequest)
                new StringMsgParser().parseSIPMessage(bytes, true, true, (_, _, _, _, _) -> {});
    }
}
