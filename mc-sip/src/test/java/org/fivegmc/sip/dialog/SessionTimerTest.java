package org.fivegmc.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipParse;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The negotiation of RFC 4028, row by row.
class SessionTimerTest {
    private static SipParse parse(String start, String fields) {
        String text =
                start
                        + "\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\n"
                        + "To: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
                        + fields.replace("|", "\r\n")
                        + (fields.isEmpty() ? "" : "\r\n")
                        + "Content-Length: 0\r\n\r\n";
        return new SipParser(SipLimits.DEFAULTS)
                .parseDatagram(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SessionTimer.Verdict server(String fields, SessionTimer before) {
        return SessionTimer.asServer(
                (SipRequest) parse("INVITE sip:b@h SIP/2.0", fields),
                new SessionTimerSettings(1_800, 120, false),
                before);
    }

    @ParameterizedTest
    @Tag("RFC4028-9")
    @CsvSource(
            delimiter = ';',
            value = {
                "''; 1800; true; false",
                "'Supported: timer'; 1800; false; true",
                "'Supported: 100rel, timer|Session-Expires: 600'; 600; false; true",
                "'Supported: timer|Session-Expires: 600\\refresher=uac'; 600; false; true",
                "'Supported: timer|Session-Expires: 600\\refresher=uas'; 600; true; true",
                "'Require: timer|x: 600\\refresher=uas'; 600; true; true",
                "'Session-Expires: 600\\refresher=uac'; 600; true; false",
                "'Session-Expires: 60'; 120; true; false",
                "'Supported: timer|Session-Expires: 7200'; 1800; false; true",
                "'Supported: timer|Session-Expires: 7200|Min-SE: 3600'; 3600; false; true",
                "'Supported: timer|Session-Expires: 99999999999|Min-SE: 99999999999'; 86400; false; true"
            })
    void asServer(String fields, int seconds, boolean ours, boolean supported) {
        assertThat(server(fields.replace('\\', ';'), SessionTimer.NONE))
                .isEqualTo(new SessionTimer.Agreed(new SessionTimer(seconds, ours), supported));
    }

    @Test
    void withoutAWishTheRefresherStays() {
        assertThat(server("Supported: timer", new SessionTimer(600, true)))
                .isEqualTo(new SessionTimer.Agreed(new SessionTimer(1_800, true), true));
    }

    @ParameterizedTest
    @CsvSource({
        "'Supported: timer|Session-Expires: 119', 422",
        "'Session-Expires: x', 400",
        "'Session-Expires: -5', 400"
    })
    @Tag("RFC4028-9")
    void refused(String fields, int status) {
        assertThat(server(fields, SessionTimer.NONE))
                .isInstanceOfSatisfying(
                        SessionTimer.Refused.class,
                        r -> assertThat(r.reply().status()).isEqualTo(status));
    }

    @ParameterizedTest
    @Tag("RFC4028-7.2")
    @CsvSource({
        "'', 1000, true",
        "'Session-Expires: 600;refresher=uac', 600, true",
        "'Session-Expires: 600;refresher=uas', 600, false",
        "'Session-Expires: 600', 600, true",
        "'Session-Expires: 3;refresher=uac', 90, true",
        "'Session-Expires: x', 1000, true"
    })
    @Tag("RFC4028-4")
    void asClient(String fields, int seconds, boolean ours) {
        assertThat(SessionTimer.asClient((SipResponse) parse("SIP/2.0 200 OK", fields), 1_000))
                .isEqualTo(new SessionTimer(seconds, ours));
    }

    @Test
    @Tag("RFC4028-10")
    void itEndsAThirdOr32SecondsEarly() {
        assertThat(new SessionTimer(90, false).endMs()).isEqualTo(60_000);
        assertThat(new SessionTimer(1_800, false).endMs()).isEqualTo(1_768_000);
        assertThat(new SessionTimer(90, true).refreshMs()).isEqualTo(45_000);
    }

    @ParameterizedTest
    @CsvSource({"1800, 89", "100, 101", "86401, 90"})
    @Tag("RFC4028-4")
    void settingsHaveBounds(int interval, int minSe) {
        assertThatThrownBy(() -> new SessionTimerSettings(interval, minSe, false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
