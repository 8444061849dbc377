package org.fivegmc.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("RFC3326-2")
class ReasonTest {
    private static List<Reason> read(String fields) {
        String text =
                "BYE sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
                        + "From: <sip:a@h>;tag=1\r\nTo: <sip:b@h>;tag=2\r\nCall-ID: c\r\n"
                        + "CSeq: 1 BYE\r\n"
                        + fields
                        + "Content-Length: 0\r\n\r\n";
        return Reason.of(
                (SipMessage) new SipParser(SipLimits.DEFAULTS).parseDatagram(Scene.bytes(text)));
    }

    @Test
    void severalInOneField() {
        assertThat(
                        read(
                                "Reason: Q.850 ;cause=16;text=\"Terminated, \\\"now\\\"\","
                                        + "SIP;text=\"x\";cause=600\r\n"))
                .containsExactly(
                        new Reason("Q.850", 16, "Terminated, \"now\""), Reason.sip(600, "x"));
        assertThat(read("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SIP, -1", "SIP;cause=x, -1", "SIP;cause=99999, -1", "'SIP;;', -1"})
    void whatIsBrokenSaysLess(String value, int cause) {
        assertThat(read("Reason: " + value + "\r\n")).containsExactly(new Reason("SIP", cause, ""));
    }

    @Test
    void onlySoManyAreRead() {
        assertThat(read("Reason: SIP;cause=480\r\n".repeat(20))).hasSize(8);
    }

    @Test
    void aTextBreaksNothing() {
        Reason told = Reason.sip(480, "a\"b\\c\r\nd");
        assertThat(told.headerValue()).isEqualTo("SIP;cause=480;text=\"a'b'c  d\"");
        assertThat(read("Reason: " + told.headerValue() + "\r\n"))
                .containsExactly(Reason.sip(480, "a'b'c  d"));
        assertThat(new Reason("X", -1, "").headerValue()).isEqualTo("X");
    }
}
