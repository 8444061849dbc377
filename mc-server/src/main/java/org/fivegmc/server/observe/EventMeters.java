package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.EventSink;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;

/// Counts what happens to messages. Meters are looked up once, here. Thread-safe.
public final class EventMeters implements EventSink {

    private final Counter submitted;
    private final Map<RefusalReason, Counter> refused = new EnumMap<>(RefusalReason.class);
    private final Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);
    private final Timer rcsLatency;
    private final Timer smsLatency;
    private final Timer mmsLatency;
    private final Counter repeatedMessages;
    private final Counter repeatedReports;
    private final Counter lateRcs;
    private final Map<TrailEvent.RevokeResult, Counter> revocations =
            new EnumMap<>(TrailEvent.RevokeResult.class);
    private final Counter noCapability;
    private final Counter deadline;
    private final Counter peerError;
    private final Counter policy;
    private final Counter possibleDuplicates;
    private final Map<ReportKind, Counter> reports = new EnumMap<>(ReportKind.class);
    private final Map<ReportKind, Counter> refusedReports = new EnumMap<>(ReportKind.class);
    private final Counter mirrored;
    private final Counter notMirrored;
    private final Timer answer;
    private final Timer batch;
    private final Counter dropped;
    private final Counter leftAlone;

    public EventMeters(Metrics metrics) {
        submitted = metrics.counter(MetricCatalogue.SUBMITTED, "p2p");
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(
                    reason,
                    metrics.counter(
                            MetricCatalogue.REFUSED, reason.name().toLowerCase(Locale.ROOT)));
        }
        for (Outcome outcome : Outcome.values()) {
            ended.put(outcome, terminal(metrics, outcome));
        }
        rcsLatency = metrics.histogram(MetricCatalogue.DELIVERY_LATENCY, "rcs");
        smsLatency = metrics.histogram(MetricCatalogue.DELIVERY_LATENCY, "sms");
        mmsLatency = metrics.histogram(MetricCatalogue.DELIVERY_LATENCY, "mms");
        repeatedMessages = metrics.counter(MetricCatalogue.DUPLICATES, "message");
        repeatedReports = metrics.counter(MetricCatalogue.DUPLICATES, "report");
        lateRcs = metrics.counter(MetricCatalogue.LATE_RCS);
        for (TrailEvent.RevokeResult result : TrailEvent.RevokeResult.values()) {
            revocations.put(
                    result,
                    metrics.counter(
                            MetricCatalogue.REVOCATIONS, result.name().toLowerCase(Locale.ROOT)));
        }
        noCapability = metrics.counter(MetricCatalogue.FALLBACK, "no_capability");
        deadline = metrics.counter(MetricCatalogue.FALLBACK, "timer");
        peerError = metrics.counter(MetricCatalogue.FALLBACK, "peer_error");
        policy = metrics.counter(MetricCatalogue.FALLBACK, "policy");
        possibleDuplicates = metrics.counter(MetricCatalogue.POSSIBLE_DUPLICATES);
        for (ReportKind kind : ReportKind.values()) {
            reports.put(kind, metrics.counter(MetricCatalogue.IMDN, type(kind), "accepted"));
            refusedReports.put(kind, metrics.counter(MetricCatalogue.IMDN, type(kind), "refused"));
        }
        mirrored = metrics.counter(MetricCatalogue.IMDN_MIRRORED, "accepted");
        notMirrored = metrics.counter(MetricCatalogue.IMDN_MIRRORED, "refused");
        answer = metrics.histogram(MetricCatalogue.ACCEPT_LATENCY);
        dropped = metrics.counter(MetricCatalogue.NEWS_DROPPED);
        leftAlone = metrics.counter(MetricCatalogue.LEFT_ALONE);
        batch = metrics.histogram(MetricCatalogue.STORE_BATCH);
    }

    private static String type(ReportKind kind) {
        return switch (kind) {
            case DELIVERED, FAILED, FORBIDDEN, ERROR -> "delivery";
            case DISPLAYED -> "display";
            case PROCESSED, STORED -> "processing";
            case INTERWORKING_SMS, INTERWORKING_MMS, INTERWORKING_ERROR -> "interworking";
        };
    }

    private static Counter terminal(Metrics metrics, Outcome outcome) {
        return switch (outcome) {
            case DELIVERED_RCS -> metrics.counter(MetricCatalogue.TERMINAL, "delivered", "rcs");
            case DELIVERED_SMS -> metrics.counter(MetricCatalogue.TERMINAL, "delivered", "sms");
            case DELIVERED_MMS -> metrics.counter(MetricCatalogue.TERMINAL, "delivered", "mms");
            case SMS_UNCONFIRMED -> metrics.counter(MetricCatalogue.TERMINAL, "unconfirmed", "sms");
            case FAILED -> metrics.counter(MetricCatalogue.TERMINAL, "failed", "none");
            case EXPIRED -> metrics.counter(MetricCatalogue.TERMINAL, "expired", "none");
            case REVOKED -> metrics.counter(MetricCatalogue.TERMINAL, "revoked", "none");
            case PURGED -> metrics.counter(MetricCatalogue.TERMINAL, "purged", "none");
        };
    }

    @Override
    public void on(TrailEvent event) {
        switch (event) {
            case TrailEvent.Accepted(var message, var _) -> {
                submitted.increment();
                switch (message.purpose()) {
                    case Purpose.Content() -> {}
                    case Purpose.Report report -> count(reports, report.kind());
                    case Purpose.Mirror _ -> mirrored.increment();
                }
            }
            case TrailEvent.Acknowledged(var nanos, var _) ->
                    answer.record(nanos, TimeUnit.NANOSECONDS);
            case TrailEvent.Refused(var submission, var reason, var _) -> {
                count(refused, reason);
                if (submission.purpose() instanceof Purpose.Report(var _, var kind)) {
                    count(refusedReports, kind);
                }
            }
            case TrailEvent.DuplicateSuppressed(var _, var report, var _) ->
                    (report ? repeatedReports : repeatedMessages).increment();
            case TrailEvent.NotMirrored _ -> notMirrored.increment();
            case TrailEvent.RevokeAnswered(var _, var result, var _) -> count(revocations, result);
            case TrailEvent.LateRcs _ -> lateRcs.increment();
            case TrailEvent.FellBack(var _, var reason, var _, var _, var _) ->
                    fallback(reason).increment();
            case TrailEvent.PartHandedOver(var _, var _, var possibleDuplicate, var _) -> {
                if (possibleDuplicate) {
                    possibleDuplicates.increment();
                }
            }
            case TrailEvent.Ended(var message, var outcome, var at) -> {
                count(ended, outcome);
                long took = Math.max(0, at - message.startsAtMs());
                if (outcome == Outcome.DELIVERED_RCS) {
                    rcsLatency.record(took, TimeUnit.MILLISECONDS);
                } else if (outcome == Outcome.DELIVERED_SMS) {
                    smsLatency.record(took, TimeUnit.MILLISECONDS);
                } else if (outcome == Outcome.DELIVERED_MMS) {
                    mmsLatency.record(took, TimeUnit.MILLISECONDS);
                }
            }
            case TrailEvent.NewsDropped _ -> dropped.increment();
            case TrailEvent.LeftAlone _ -> leftAlone.increment();
            case TrailEvent.Committed(var _, var _, var nanos, var _) ->
                    batch.record(nanos, TimeUnit.NANOSECONDS);
            default -> {
                // no meter
            }
        }
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    private Counter fallback(RouteReason reason) {
        return switch (reason) {
            case OFFLINE_DEADLINE_PASSED -> deadline;
            case NOT_REACHED_BY_RCS, MMS_REFUSED -> peerError;
            case RCS_OFF -> policy;
            default -> noCapability;
        };
    }
}
