package org.fivegmc.fallback.mm7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.spi.SubmitOutcome.Doubt;
import org.fivegmc.fallback.spi.SubmitOutcome.Reason;
import org.fivegmc.wire.ByteSlice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What MMSCs answer, in the shapes of the schemas and of deployed ones.
@Tag("TS23140-8.7.5")
class Mm7AnswersTest {
    private static final String XML = "text/xml; charset=\"utf-8\"";

    private static final String REL_6 =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/">
              <env:Header>
                <mm7:TransactionID xmlns:mm7="http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4" env:mustUnderstand="1">t-1</mm7:TransactionID>
              </env:Header>
              <env:Body>
                <mm7:SubmitRsp xmlns:mm7="http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4">
                  <mm7:MM7Version>6.8.0</mm7:MM7Version>
                  <mm7:Status><mm7:StatusCode>%d</mm7:StatusCode><mm7:StatusText>Text</mm7:StatusText>
                    <mm7:Details>more</mm7:Details></mm7:Status>
                  <mm7:MessageID>0408Eu3b7</mm7:MessageID>
                </mm7:SubmitRsp>
              </env:Body>
            </env:Envelope>
            """;

    /// Without prefixes, and with a namespace that is not the one that was asked in.
    private static final String REL_5 =
            """
            <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header>\
            <TransactionID xmlns="http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-0">t-1</TransactionID>\
            </SOAP-ENV:Header><SOAP-ENV:Body><SubmitRsp xmlns="http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-0">\
            <MM7Version>5.3.0</MM7Version><Status><StatusCode>1000</StatusCode><StatusText>Success</StatusText></Status>\
            <MessageID> abc@mmsc </MessageID></SubmitRsp></SOAP-ENV:Body></SOAP-ENV:Envelope>\
            """;

    private static final String FAULT =
            """
            <env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><env:Fault>
              <faultcode>env:Client</faultcode><faultstring>Client error</faultstring>
              <detail><RSErrorRsp xmlns="http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4">
                <MM7Version>6.8.0</MM7Version><Status><StatusCode>4004</StatusCode><StatusText>Validation error</StatusText></Status>
              </RSErrorRsp></detail></env:Fault></env:Body></env:Envelope>
            """;

    private static Mm7Answers.Judged judge(int http, String type, String body) {
        return Mm7Answers.judge(http, type, ByteSlice.of(body.getBytes(UTF_8)));
    }

    private static SubmitOutcome outcome(String body) {
        return judge(200, XML, body).outcome();
    }

    @Test
    void anAnswerIsReadByLocalNamesWhateverItsNamespace() {
        assertThat(outcome(REL_6.formatted(1000)))
                .isEqualTo(new SubmitOutcome.Accepted("0408Eu3b7", "0408Eu3b7"));
        assertThat(outcome(REL_5)).isEqualTo(new SubmitOutcome.Accepted("abc@mmsc", "abc@mmsc"));
        String undeclared = REL_6.formatted(1100).replaceAll(" xmlns:mm7=\"[^\"]*\"", "");
        assertThat(outcome(undeclared)).isInstanceOf(SubmitOutcome.Accepted.class);
    }

    @Test
    void anAnswerMayBeTheFirstPartOfAMultipart() {
        String body = "--b\r\nContent-Type: text/xml\r\n\r\n" + REL_5 + "\r\n--b--\r\n";
        assertThat(judge(200, "multipart/related; boundary=b; type=\"text/xml\"", body).outcome())
                .isInstanceOf(SubmitOutcome.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, accepted",
        "1100, accepted",
        "2000, 2000",
        "2002, 2002",
        "2004, 2004",
        "3000, TRANSIENT",
        "3002, TRANSIENT",
        "4000, TRANSIENT",
        "4005, TRANSIENT",
        "4006, TRANSIENT",
        "4001, GATEWAY_DOWN",
        "4002, 4002",
        "4004, 4004",
        "4007, 4007",
        "9000, unknown"
    })
    void statusCodesHaveTheirMeaning(int status, String meaning) {
        Mm7Answers.Judged judged = judge(200, XML, REL_6.formatted(status));
        assertThat(meaning(judged.outcome())).isEqualTo(meaning);
        assertThat(judged.alarm().isEmpty()).isEqualTo(status != 4001);
    }

    private static String meaning(SubmitOutcome outcome) {
        return switch (outcome) {
            case SubmitOutcome.Accepted _ -> "accepted";
            case SubmitOutcome.Rejected(var code, var reason) -> {
                assertThat(reason).isNotEmpty();
                yield Integer.toString(code);
            }
            case SubmitOutcome.Retry retry -> retry.reason().name();
            case SubmitOutcome.Unknown _ -> "unknown";
        };
    }

    @Test
    void faultsHaveAStatusWhateverThatOfHttp() {
        for (int http : new int[] {200, 500}) {
            assertThat(judge(http, XML, FAULT).outcome())
                    .isEqualTo(new SubmitOutcome.Rejected(4004, "Validation error"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, unknown",
        "204, unknown",
        "302, unknown",
        "400, 400",
        "413, 413",
        "401, GATEWAY_DOWN",
        "403, GATEWAY_DOWN",
        "404, GATEWAY_DOWN",
        "429, THROTTLED",
        "500, TRANSIENT",
        "503, TRANSIENT",
        "502, unknown",
        "504, unknown"
    })
    void withoutADocumentTheStatusOfHttpCounts(int http, String meaning) {
        assertThat(meaning(judge(http, "text/html", "<p>no").outcome())).isEqualTo(meaning);
    }

    /// Nobody knows then whether it was taken.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<Envelope/>",
                "<Envelope><Body/></Envelope>",
                "<Envelope><Body><SubmitRsp/></Body></Envelope>",
                "<Envelope><Body><SubmitRsp><StatusCode>1</StatusCode></SubmitRsp></Body></Envelope>",
                "<SubmitRsp><StatusCode>1000</StatusCode></SubmitRsp>"
            })
    void whatCanNotBeReadLeavesADoubt(String body) {
        assertThat(outcome(body)).isEqualTo(new SubmitOutcome.Unknown(Doubt.MALFORMED_RESPONSE));
    }

    @Test
    void documentTypesAndWhatIsTooLongAreNotRead() {
        String entity =
                REL_5.replaceFirst(
                        "<SOAP-ENV:Envelope",
                        "<!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><SOAP-ENV:Envelope");
        String limit =
                REL_5.replace(
                        "</SOAP-ENV:Body>",
                        " ".repeat(65536 - REL_5.length()) + "</SOAP-ENV:Body>");
        assertThat(limit).hasSize(65536);
        assertThat(outcome(limit)).isInstanceOf(SubmitOutcome.Accepted.class);
        for (String body : new String[] {entity, limit + " "}) {
            assertThat(outcome(body))
                    .isEqualTo(new SubmitOutcome.Unknown(Doubt.MALFORMED_RESPONSE));
        }
    }

    @Test
    void anIdThatIsTooLongToBeAKeyCountsAsNone() {
        String id = "x".repeat(201);
        assertThat(outcome(REL_6.formatted(1000).replace("0408Eu3b7", id)))
                .isEqualTo(new SubmitOutcome.Accepted(id, ""));
        assertThat(
                        outcome(
                                REL_6.formatted(1000)
                                        .replaceAll("<mm7:MessageID>.*</mm7:MessageID>", "")))
                .isEqualTo(new SubmitOutcome.Accepted("", ""));
    }

    @Test
    void whatIsToBeTriedAgainSaysWhen() {
        assertThat(outcome(REL_6.formatted(3000)))
                .asInstanceOf(type(SubmitOutcome.Retry.class))
                .satisfies(retry -> {
                    assertThat(retry.reason()).isEqualTo(Reason.TRANSIENT);
                    assertThat(retry.detail()).isEqualTo("3000 Text: more");
                    assertThat(retry.after()).isPositive();
                });
    }
}
