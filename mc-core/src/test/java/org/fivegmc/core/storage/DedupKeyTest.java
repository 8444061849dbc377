package org.fivegmc.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DedupKeyTest {

    private static final Msisdn USER = Msisdn.of("+8613800000001");
    private static final Msisdn OTHER = Msisdn.of("+8613800000002");
    private static final ChatbotAddress CHATBOT =
            new ChatbotAddress("sip:1065@botplatform.rcs.example");

    private static DedupKey report(UserAddress to, ReportKind kind, String about) {
        return DedupKey.of(
                new Submission(
                        USER,
                        to,
                        new ImdnMessageId("of " + kind),
                        new Purpose.Report(new ImdnMessageId(about), kind),
                        Dispositions.NONE,
                        FallbackOffer.NONE,
                        Payload.of("text/plain", new byte[0]),
                        0,
                        /* hidden= */ false,
                        Handling.USUAL));
    }

    /// Failed and then delivered all the same: the first word stands.
    @Test
    void aChatbotHearsOnceWhatBecameOfAMessage() {
        DedupKey delivered = report(CHATBOT, ReportKind.DELIVERED, "m1");
        assertThat(report(CHATBOT, ReportKind.FAILED, "m1")).isEqualTo(delivered);
        assertThat(report(CHATBOT, ReportKind.INTERWORKING_ERROR, "m1")).isEqualTo(delivered);
        assertThat(report(CHATBOT, ReportKind.FAILED, "m2")).isNotEqualTo(delivered);
        assertThat(report(OTHER, ReportKind.FAILED, "m1"))
                .isNotEqualTo(report(OTHER, ReportKind.DELIVERED, "m1"));
    }

    @ParameterizedTest
    @EnumSource(names = {"DISPLAYED", "PROCESSED", "STORED", "INTERWORKING_SMS"})
    void aChatbotHearsWhatHappensOnTheWayAsWell(ReportKind kind) {
        assertThat(report(CHATBOT, kind, "m1"))
                .isEqualTo(report(CHATBOT, kind, "m1"))
                .isNotEqualTo(report(CHATBOT, ReportKind.DELIVERED, "m1"));
    }
}
