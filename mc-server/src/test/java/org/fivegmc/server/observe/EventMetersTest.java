package org.fivegmc.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.server.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventMetersTest {

    private static final MessageId ID = new MessageId(7, 1);

    private final Metrics metrics = new Metrics("1");
    private final EventMeters meters = new EventMeters(metrics);

    @AfterEach
    void close() {
        metrics.close();
    }

    private static Submission submission(Purpose purpose) {
        return new Submission(
                new Msisdn(8613800000001L),
                new Msisdn(8613800000002L),
                new ImdnMessageId("m-1"),
                purpose,
                Dispositions.NONE,
                FallbackOffer.NONE,
                Payload.of("", new byte[0]),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    private static Purpose displayed() {
        return new Purpose.Report(new ImdnMessageId("about"), ReportKind.DISPLAYED);
    }

    @Test
    void reportsAreCountedByWhatBecameOfThem() {
        Message report = Message.of(ID, submission(displayed()), 1, 2);
        meters.on(new TrailEvent.Accepted(report, 1));
        meters.on(
                new TrailEvent.Refused(submission(displayed()), RefusalReason.NOTHING_REPORTED, 2));
        meters.on(new TrailEvent.Refused(submission(Purpose.CONTENT), RefusalReason.OVERLOAD, 3));
        assertThat(metrics.scrape())
                .contains(
                        "mc_imdn_total{result=\"accepted\",type=\"display\"} 1.0",
                        "mc_imdn_total{result=\"refused\",type=\"display\"} 1.0",
                        "mc_imdn_total{result=\"refused\",type=\"delivery\"} 0.0",
                        "mc_messages_refused_total{reason=\"nothing_reported\"} 1.0",
                        "mc_messages_refused_total{reason=\"overload\"} 1.0");
    }

    @Test
    void whatOtherDevicesAreToldIsCountedApart() {
        Purpose mirror = new Purpose.Mirror(new ImdnMessageId("about"), ReportKind.DISPLAYED);
        meters.on(new TrailEvent.Accepted(Message.of(ID, submission(mirror), 1, 2), 1));
        meters.on(new TrailEvent.NotMirrored(RefusalReason.MAILBOX_FULL, 2));
        meters.on(new TrailEvent.NotMirrored(RefusalReason.STORE_UNAVAILABLE, 3));
        assertThat(metrics.scrape())
                .contains(
                        "mc_imdn_mirrored_total{result=\"accepted\"} 1.0",
                        "mc_imdn_mirrored_total{result=\"refused\"} 2.0",
                        "mc_imdn_total{result=\"accepted\",type=\"display\"} 0.0",
                        "mc_messages_submitted_total{origin=\"p2p\"} 1.0");
    }

    @Test
    void whatIsLeftAloneIsCounted() {
        meters.on(new TrailEvent.LeftAlone(ID, 1));
        meters.on(new TrailEvent.LeftAlone(TrailEvent.NO_TRAIL, 2));
        assertThat(metrics.scrape()).contains("mc_rows_left_alone_total 2.0");
    }

    @Test
    void repetitionsAreCountedByWhatWasRepeated() {
        meters.on(new TrailEvent.DuplicateSuppressed(ID, false, 1));
        meters.on(new TrailEvent.DuplicateSuppressed(ID, true, 2));
        meters.on(new TrailEvent.DuplicateSuppressed(ID, true, 3));
        assertThat(metrics.scrape())
                .contains(
                        "mc_duplicates_suppressed_total{where=\"message\"} 1.0",
                        "mc_duplicates_suppressed_total{where=\"report\"} 2.0");
    }

    @Test
    void revocationsAreCountedByTheirAnswer() {
        meters.on(
                new TrailEvent.RevokeAnswered(
                        TrailEvent.NO_TRAIL, TrailEvent.RevokeResult.UNKNOWN, 1));
        meters.on(new TrailEvent.RevokeAnswered(ID, TrailEvent.RevokeResult.REVOKED, 2));
        meters.on(new TrailEvent.RevokeAnswered(ID, TrailEvent.RevokeResult.TOO_LATE, 3));
        meters.on(new TrailEvent.RevokeAnswered(ID, TrailEvent.RevokeResult.TOO_LATE, 4));
        assertThat(metrics.scrape())
                .contains(
                        "mc_revocations_total{result=\"unknown\"} 1.0",
                        "mc_revocations_total{result=\"revoked\"} 1.0",
                        "mc_revocations_total{result=\"too_late\"} 2.0",
                        "mc_revocations_total{result=\"repeated\"} 0.0");
    }

    @Test
    void devicesThatAnswerAfterTheDecisionForSmsAreCounted() {
        meters.on(new TrailEvent.LateRcs(ID, "urn:gsma:imei:1", 1));
        assertThat(metrics.scrape()).contains("mc_fallback_late_rcs_total 1.0");
    }
}
