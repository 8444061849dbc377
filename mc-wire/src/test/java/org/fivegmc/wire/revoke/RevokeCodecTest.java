package org.fivegmc.wire.revoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.cpim.CpimWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RCC07-3.2.3.8")
class RevokeCodecTest {
    private static final RevokeDocument REQUEST =
            new RevokeDocument.Request(
                    "UFoF<32>&n", "conv", "contr", "tel:+8613800000001", "tel:+8613800000002");

    private static Parse<RevokeDocument> read(String document) {
        return RevokeCodec.read(ByteSlice.of(document));
    }

    @Test
    void readsWhatItWrites() {
        for (RevokeDocument document :
                new RevokeDocument[] {
                    REQUEST,
                    new RevokeDocument.Request("m", "", "", "", ""),
                    new RevokeDocument.Response("m", true, "", ""),
                    new RevokeDocument.Response("m", false, "tel:+1", "tel:+2")
                }) {
            assertThat(RevokeCodec.read(ByteSlice.of(RevokeCodec.write(document))))
                    .isEqualTo(new Parse.Parsed<>(document));
        }
    }

    @Test
    @Tag("RCC11")
    void writesTheTemplate() {
        assertThat(
                        new String(
                                RevokeCodec.write(new RevokeDocument.Response("m1", true, "", "")),
                                StandardCharsets.UTF_8))
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                                + "<imRevoke xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:rcsrevoke\">"
                                + "<MessageRevokeResponse><Message-ID>m1</Message-ID>"
                                + "<result>success</result>"
                                + "</MessageRevokeResponse></imRevoke>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<MessageRevoke><Message-ID>m1</Message-ID></MessageRevoke>",
                "<imRevoke><MessageRevoke/><Message-ID> m1\r\n</Message-ID></imRevoke>",
                "<a:x xmlns:a='urn:a'><a:MessageRevoke><a:y><a:Message-ID>m1</a:Message-ID>"
                        + "</a:y></a:MessageRevoke></a:x>",
                "<x><q:messagerevoke><message-id/><message-id>m1</message-id>"
                        + "<Message-ID>m2</Message-ID></q:messagerevoke></x>"
            })
    void goesByLocalNamesAnywhere(String document) {
        assertThat(read(document))
                .isEqualTo(new Parse.Parsed<>(new RevokeDocument.Request("m1", "", "", "", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no XML",
                "<imRevoke><Message-ID>m1</Message-ID></imRevoke>",
                "<imRevoke><MessageRevoke><Message-ID> </Message-ID></MessageRevoke></imRevoke>",
                "<MessageRevokeResponse><Message-ID>m</Message-ID></MessageRevokeResponse>",
                "<MessageRevokeResponse><Message-ID>m</Message-ID><result>perhaps</result>"
                        + "</MessageRevokeResponse>",
                "<!DOCTYPE a [<!ENTITY e 'm'>]><MessageRevoke><Message-ID>&e;</Message-ID>"
                        + "</MessageRevoke>",
                "<a><b><c><d><e><f><g><h><i/></h></g></f></e></d></c></b></a>"
            })
    void refusesWhatSaysNothing(String document) {
        assertThat(read(document)).isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        String padding = " ".repeat(RevokeCodec.MAX_OCTETS);
        assertThat(read("<MessageRevoke><Message-ID>m</Message-ID>" + padding + "</MessageRevoke>"))
                .isEqualTo(
                        new Parse.Malformed<>(
                                0, "longer than " + RevokeCodec.MAX_OCTETS + " octets"));
    }

    @Test
    void readsTheDocumentInACpim() {
        byte[] encoded = Base64.getMimeEncoder().encode(RevokeCodec.write(REQUEST));
        byte[] cpim =
                new CpimWriter()
                        .from("tel:+8613800000001")
                        .to("tel:+8613800000002")
                        .imdn("r1")
                        .contentType("application/vnd.gsma.rcsrevoke+xml")
                        .contentHeader("Content-Transfer-Encoding", "base64")
                        .content(ByteSlice.of(encoded));
        if (!(CpimMessage.parse(cpim) instanceof CpimResult.Parsed(CpimMessage message))) {
            throw new AssertionError("no CPIM");
        }
        assertThat(RevokeCodec.read(message)).isEqualTo(new Parse.Parsed<>(REQUEST));
    }
}
