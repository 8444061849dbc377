package org.fivegmc.server.metrics;

import static org.fivegmc.server.metrics.Metric.counter;
import static org.fivegmc.server.metrics.Metric.gauge;
import static org.fivegmc.server.metrics.Metric.histogram;
import static org.fivegmc.server.metrics.Metric.info;
import static org.fivegmc.server.metrics.Metric.label;

import java.util.List;

/// Every metric of the message center. Those of the JVM come beside them ([JvmMetrics]).
public final class MetricCatalogue {
    private MetricCatalogue() {}

    /// From a durable write to a user who answers at once.
    private static final double[] FAST = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5
    };

    /// From a second to the three days a message may wait.
    private static final double[] DELIVERY = {
        0.01, 0.05, 0.1, 0.5, 1, 3, 10, 60, 600, 3600, 21_600, 86_400, 259_200
    };

    public static final Metric BUILD_INFO =
            info(
                    "mc_build_info",
                    "Always 1; the labels tell what is running.",
                    label("version"),
                    label("jdk"));
    public static final Metric SUBMITTED =
            counter(
                    "mc_messages_submitted_total",
                    "Messages accepted durably.",
                    label("origin", "p2p", "a2p"));
    public static final Metric REFUSED =
            counter(
                    "mc_messages_refused_total",
                    "Messages refused at submission.",
                    label("reason"));
    public static final Metric TERMINAL =
            counter(
                    "mc_messages_terminal_total",
                    "Deliveries that reached an end.",
                    label("state", "delivered", "displayed", "expired", "failed", "revoked"),
                    label("channel", "rcs", "sms", "mms", "none"));
    public static final Metric DELIVERY_LATENCY =
            histogram(
                    "mc_delivery_latency_seconds",
                    "From acceptance to delivery.",
                    DELIVERY,
                    label("channel", "rcs", "sms", "mms"));
    public static final Metric ACCEPT_LATENCY =
            histogram(
                    "mc_accept_latency_seconds",
                    "From the request to the durable acknowledgement.",
                    FAST);
    public static final Metric MAILBOX_MESSAGES =
            gauge("mc_mailbox_messages", "Messages waiting for their recipients.");
    public static final Metric MAILBOX_OLDEST =
            gauge("mc_mailbox_oldest_age_seconds", "Age of the oldest waiting message.");
    public static final Metric MAILBOX_BYTES =
            gauge("mc_mailbox_bytes", "Bytes of the waiting messages.");
    public static final Metric FALLBACK =
            counter(
                    "mc_fallback_total",
                    "Messages handed to SMS or MMS instead of RCS.",
                    label("reason", "no_capability", "timer", "peer_error", "policy"));
    public static final Metric FALLBACK_LATE_RCS =
            counter(
                    "mc_fallback_late_rcs_total",
                    "RCS deliveries that succeeded after an SMS had gone out.");
    public static final Metric POSSIBLE_DUPLICATES =
            counter(
                    "mc_fallback_possible_duplicate_total",
                    "Short message parts sent again although the first try may have arrived.");
    public static final Metric DUPLICATES =
            counter(
                    "mc_duplicates_suppressed_total",
                    "Duplicates that were recognised and not delivered again.",
                    label("where", "submission", "report", "receipt"));
    public static final Metric IMDN =
            counter(
                    "mc_imdn_total",
                    "Disposition notifications (RFC 5438).",
                    label("type", "delivery", "display", "processing"),
                    label("result", "forwarded", "absorbed", "unmatched", "malformed"));
    public static final Metric SIP_TRANSACTIONS =
            counter(
                    "mc_sip_transactions_total",
                    "Finished SIP transactions.",
                    label(
                            "method",
                            "REGISTER",
                            "MESSAGE",
                            "OPTIONS",
                            "INVITE",
                            "SUBSCRIBE",
                            "NOTIFY",
                            "other"),
                    label("direction", "in", "out"),
                    label("code_class", "2xx", "3xx", "4xx", "5xx", "6xx", "timeout"));
    public static final Metric SIP_RETRANSMISSIONS =
            counter(
                    "mc_sip_retransmissions_total",
                    "Retransmissions received (in) and sent (out).",
                    label("direction", "in", "out"));
    public static final Metric SIP_MALFORMED =
            counter(
                    "mc_sip_malformed_total",
                    "Received bytes that were no valid SIP.",
                    label("transport", "udp", "tcp", "tls"));
    public static final Metric SIP_CONNECTIONS =
            gauge("mc_sip_connections", "Open SIP connections.", label("transport", "tcp", "tls"));
    public static final Metric REGISTRATIONS =
            gauge("mc_registrations", "Bindings that have not expired.");
    public static final Metric SMPP_WINDOW =
            gauge("mc_smpp_window_in_use", "Requests without an answer.", label("peer"));
    public static final Metric SMPP_THROTTLED =
            counter(
                    "mc_smpp_throttled_total",
                    "Answers that asked for a slower pace.",
                    label("peer"));
    public static final Metric SMPP_LINK_UP =
            gauge("mc_smpp_links_up", "Bound links.", label("peer"));
    public static final Metric STORE_BATCH =
            histogram("mc_store_write_batch_seconds", "One group commit as a whole.", FAST);
    public static final Metric STORE_FSYNC =
            histogram(
                    "mc_store_wal_fsync_seconds",
                    "The part of a commit that waited for the disk.",
                    FAST);
    public static final Metric WRITER_QUEUE =
            gauge("mc_shard_queue_entries", "Entries waiting for a shard writer.", label("writer"));
    public static final Metric OVERLOAD_LEVEL =
            gauge("mc_overload_level", "0 none, 1 to 4 as more and more is refused.");
    public static final Metric DRAIN_STATE =
            gauge("mc_drain_state", "0 serving, 1 draining, 2 drained.");
    public static final Metric LABEL_OVERFLOW =
            counter(
                    "mc_metrics_label_overflow_total",
                    "Values of open labels that were counted as `other` because there were too many.");

    public static final List<Metric> ALL =
            List.of(
                    BUILD_INFO,
                    SUBMITTED,
                    REFUSED,
                    TERMINAL,
                    DELIVERY_LATENCY,
                    ACCEPT_LATENCY,
                    MAILBOX_MESSAGES,
                    MAILBOX_OLDEST,
                    MAILBOX_BYTES,
                    FALLBACK,
                    FALLBACK_LATE_RCS,
                    POSSIBLE_DUPLICATES,
                    DUPLICATES,
                    IMDN,
                    SIP_TRANSACTIONS,
                    SIP_RETRANSMISSIONS,
                    SIP_MALFORMED,
                    SIP_CONNECTIONS,
                    REGISTRATIONS,
                    SMPP_WINDOW,
                    SMPP_THROTTLED,
                    SMPP_LINK_UP,
                    STORE_BATCH,
                    STORE_FSYNC,
                    WRITER_QUEUE,
                    OVERLOAD_LEVEL,
                    DRAIN_STATE,
                    LABEL_OVERFLOW);
}
