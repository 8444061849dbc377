package org.fivegmc.loadtest.demo;

import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;

/// Looks for reports where they must show: at the sender.
record ReportCheck(Printer printer) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    void expect(Handset sender, Sent sent, String status) {
        List<ReceivedReport> reports =
                sender.reports()
                        .await(
                                1,
                                r -> r.about().equals(sent.imdnId()) && r.status().equals(status),
                                PATIENCE);
        printer.expect(
                "%s is told: %s".formatted(sender.profile().name(), status), reports.size() == 1);
    }
}
