package org.fivegmc.loadtest.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import javax.sip.header.ContactHeader;
import javax.sip.header.ViaHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JAIN-SIP reads every request the generator sends, and finds in it what was asked for.
class RequestTextsTest {
    private static final long ID = RequestId.of(3, 2);

    @Test
    void messageIsWhatAHandsetSendsThroughAnImsCore() {
        String text = render("--method", "message", "--imdn");
        assertThat(text.length()).isBetween(1850, 1930);
        SIPRequest request = (SIPRequest) Texts.jain(text);
        assertThat(request.getMethod()).isEqualTo("MESSAGE");
        assertThat(request.getRequestURI().toString())
                .isEqualTo("sip:+8613800012345@rcs.local;user=phone");
        ViaHeader via = request.getTopmostVia();
        assertThat(via.getPort()).isEqualTo(5070);
        assertThat(via.getBranch()).isEqualTo("z9hG4bKa" + Texts.id(3, 2));
        assertThat(via.getTransport()).isEqualToIgnoringCase("udp");
        for (String header :
                new String[] {
                    "P-Asserted-Identity",
                    "P-Asserted-Service",
                    "Accept-Contact",
                    "Conversation-ID",
                    "Contribution-ID",
                    "P-Access-Network-Info",
                    "User-Agent",
                    "Allow"
                }) {
            assertThat(request.getHeader(header)).as(header).isNotNull();
        }
        assertThat(request.getContentTypeHeader().toString()).contains("message/cpim");
        byte[] body = request.getRawContent();
        assertThat(body).hasSize(900);
        assertThat(new String(body, UTF_8))
                .contains("imdn.Message-ID: " + Texts.id(3, 2) + "\r\n")
                .contains("imdn.Disposition-Notification: positive-delivery, display\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                300,
                301,
                900,
                1231,
                1232,
                1233,
                1234,
                8_000,
                10_237,
                10_240,
                RawOptions.MAX_BODY
            })
    void bodyHasTheSizeAskedForAndTellsItsContent(int size) {
        String text = render("--body", Integer.toString(size));
        byte[] body = ((SIPRequest) Texts.jain(text)).getRawContent();
        String cpim = new String(body, UTF_8);
        assertThat(cpim).doesNotContain("Disposition-Notification");
        String inner = cpim.substring(cpim.indexOf("\r\n\r\n") + 4);
        String length = inner.substring(inner.indexOf("Content-Length: ") + 16);
        int told = Integer.parseInt(length.substring(0, length.indexOf('\r')));
        assertThat(inner.length() - inner.indexOf("\r\n\r\n") - 4).isEqualTo(told);
        // Where the number of digits changes, no length fits exactly.
        assertThat(body.length).isBetween(size - 1, size + 1);
    }

    @Test
    void registerNamesTheAnsweringPortAndTheDevice() {
        String text = render("--method", "register", "--answer", "5090", "--expires", "600");
        assertThat(text.length()).isBetween(790, 880);
        SIPRequest request = (SIPRequest) Texts.jain(text);
        assertThat(request.getTo().getAddress().toString())
                .contains("sip:+8613800012345@rcs.local");
        assertThat(request.getCSeq().getSeqNumber()).isEqualTo(1_000_000_007L);
        assertThat(request.getExpires().getExpires()).isEqualTo(600);
        ContactHeader contact = request.getContactHeader();
        assertThat(contact.getAddress().getURI().toString())
                .isEqualTo("sip:+8613800012345@127.0.0.1:5090;transport=udp;device=2");
        assertThat(contact.getParameter("+sip.instance"))
                .contains("<urn:gsma:imei:00012345-000002-0>");
        assertThat(contact.getParameter("+g.3gpp.icsi-ref")).contains("oma.cpm.msg");
        assertThat(contact.getParameter("+g.3gpp.iari-ref"))
                .contains("rcs.fthttp", "rcs.chatbot.sa");
    }

    @Test
    void optionsAsksAboutAUserOverTheTransportOfTheRun() {
        SIPRequest request =
                (SIPRequest) Texts.jain(render("--method", "options", "--transport", "tcp"));
        assertThat(request.getMethod()).isEqualTo("OPTIONS");
        assertThat(request.getTopmostVia().getTransport()).isEqualToIgnoringCase("tcp");
        assertThat(request.getContentLength().getContentLength()).isZero();
    }

    private static String render(String... args) {
        RequestTexts texts = new RequestTexts(Texts.options(args), Texts.RUN);
        Template template = texts.request(5070);
        assertThat(template.length()).isLessThanOrEqualTo(texts.longest());
        String text = Texts.patched(template, ID, 12_345, 2, 1_000_000_007L);
        assertThat(text).hasSize(template.length()).doesNotContain("{").doesNotContain("}");
        return text;
    }
}
