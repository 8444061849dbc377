package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.sdp.AcceptTypes;
import org.fivegmc.wire.sdp.MsrpMedia;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In which form typing is told, by what a peer lists.
@Tag("RFC4975-8.6")
class ComposingTest {
    private static final String DOCUMENT = "<isComposing><state>active</state></isComposing>";
    private static final Composing BARE =
            new Composing(Composing.MEDIA_TYPE, ByteSlice.of(DOCUMENT));
    private static final Composing WRAPPED =
            new Composing(
                    "message/cpim",
                    ByteSlice.of(
                            "From: <sip:a@b>\r\nTo: <sip:c@d>\r\n\r\n"
                                    + "Content-Type: application/im-iscomposing+xml\r\n\r\n"
                                    + DOCUMENT));

    private static Accepting accepting(String bare, String wrapped) {
        return new Accepting(types(bare), types(wrapped), MsrpMedia.UNLIMITED);
    }

    private static AcceptTypes types(String words) {
        return words.isEmpty() ? AcceptTypes.NONE : AcceptTypes.of(words.split(" ", -1));
    }

    private static String form(Composing notice, Accepting accepting) {
        return notice.as(accepting).map(Composing::contentType).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "message/cpim application/im-iscomposing+xml, *, application/im-iscomposing+xml, message/cpim",
        "message/cpim application/im-iscomposing+xml, text/plain,"
                + " application/im-iscomposing+xml, application/im-iscomposing+xml",
        "*, *, application/im-iscomposing+xml, message/cpim",
        "message/cpim, *, message/cpim, message/cpim",
        "message/cpim, '', message/cpim, message/cpim",
        "message/cpim, text/plain application/im-iscomposing+xml, message/cpim, message/cpim",
        "message/cpim, text/plain message/imdn+xml, none, none"
    })
    void itIsToldInAFormThatIsTaken(String bare, String wrapped, String ofBare, String ofWrapped) {
        assertThat(form(BARE, accepting(bare, wrapped))).isEqualTo(ofBare);
        assertThat(form(WRAPPED, accepting(bare, wrapped))).isEqualTo(ofWrapped);
    }

    @Test
    void theDocumentStays() {
        Composing wrapped = BARE.as(accepting("message/cpim", "*")).orElseThrow();
        assertThat(CpimMessage.parse(wrapped.body()))
                .isInstanceOfSatisfying(
                        CpimResult.Parsed.class,
                        parsed -> {
                            assertThat(parsed.message().content().text()).isEqualTo(DOCUMENT);
                            assertThat(parsed.message().contentType().text())
                                    .isEqualTo(Composing.MEDIA_TYPE);
                        });
        assertThat(WRAPPED.as(accepting(Composing.MEDIA_TYPE, "text/plain")))
                .map(notice -> notice.body().text())
                .contains(DOCUMENT);
        assertThat(
                        new Composing("message/cpim", ByteSlice.of("no CPIM"))
                                .as(accepting(Composing.MEDIA_TYPE, "text/plain")))
                .isEqualTo(Optional.empty());
    }
}
