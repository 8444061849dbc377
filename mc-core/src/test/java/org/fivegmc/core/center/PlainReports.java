package org.fivegmc.core.center;

import java.nio.charset.StandardCharsets;
import org.fivegmc.core.channel.ReportComposer;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;

/// Reports whose body is the name of their kind.
public final class PlainReports implements ReportComposer {

    @Override
    public Submission compose(Delivery delivery, ReportKind kind, long nowMs) {
        Message about = delivery.message();
        return new Submission(
                /* sender= */ about.recipient(),
                /* recipient= */ about.sender(),
                new ImdnMessageId("report-" + nowMs + "-" + about.id() + kind),
                new Purpose.Report(about.imdnId(), kind),
                Dispositions.NONE,
                FallbackOffer.NONE,
                Payload.of("text/plain", kind.name().getBytes(StandardCharsets.UTF_8)),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }
}
