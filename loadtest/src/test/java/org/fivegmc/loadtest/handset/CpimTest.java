package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class CpimTest {
    @Test
    void readsBackItsOwnText() {
        String text = "你好\r\n\r\n\uD83D\uDE00";
        String body =
                Templates.head(
                                "id1",
                                "2026-11-22T20:38:00.123+08:00",
                                EnumSet.of(Disposition.POSITIVE_DELIVERY, Disposition.DISPLAY),
                                Templates.TEXT,
                                text.getBytes(UTF_8).length)
                        + text;
        Cpim cpim = Cpim.parse(body.getBytes(UTF_8)).orElseThrow();
        assertThat(cpim.extension(Cpim.IMDN, "Message-ID")).contains("id1");
        assertThat(cpim.extension(Cpim.IMDN, "Disposition-Notification"))
                .contains("positive-delivery, display");
        assertThat(cpim.text()).isEqualTo("你好\n\n\uD83D\uDE00");
    }

    @Test
    void findsExtensionHeadersByNamespaceAndUndoesBase64() {
        String body =
                """
                From: <sip:a@b>
                NS: x <urn:ietf:params:imdn>
                NS: imdn <urn:other>
                imdn.Message-ID: wrong
                x.Message-ID: right

                Content-Type: text/plain
                Content-Transfer-Encoding: base64

                aGVsbG8=\
                """;
        Cpim cpim = Cpim.parse(body.getBytes(UTF_8)).orElseThrow();
        assertThat(cpim.extension(Cpim.IMDN, "Message-ID")).contains("right");
        assertThat(cpim.text()).isEqualTo("hello");
    }

    @Test
    void readsItsOwnReportsAndTheInterworkingOnes() {
        String report =
                Templates.report("r1", "now", "id1", "then", "display-notification", "displayed");
        Cpim cpim = Cpim.parse(report.getBytes(UTF_8)).orElseThrow();
        assertThat(cpim.mimeHeader("content-type")).contains("message/imdn+xml");
        assertThat(ImdnText.parse(cpim.text()))
                .containsExactly(new ImdnText.Report("id1", "displayed"));
        assertThat(
                        ImdnText.parse(
                                """
                                <imdn xmlns:cpm="urn:x"><message-id>a&amp;b</message-id><datetime/>
                                <cpm:interworking-notification><cpm:status><cpm:sms/></cpm:status>\
                                </cpm:interworking-notification></imdn>\
                                """))
                .containsExactly(new ImdnText.Report("a&b", "interworking-sms"));
    }

    @Test
    void bodiesThatAreNotCpimAreNothing() {
        assertThat(Cpim.parse("hello".getBytes(UTF_8))).isEmpty();
    }
}
