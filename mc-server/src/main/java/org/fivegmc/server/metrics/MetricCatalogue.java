package org.fivegmc.server.metrics;

import static org.fivegmc.server.metrics.Metric.counter;
import static org.fivegmc.server.metrics.Metric.gauge;
import static org.fivegmc.server.metrics.Metric.histogram;
import static org.fivegmc.server.metrics.Metric.info;
import static org.fivegmc.server.metrics.Metric.label;
import static org.fivegmc.server.metrics.Metric.names;

import java.util.List;
import org.fivegmc.maap.content.ContentEvents;
import org.fivegmc.maap.content.ContentRefusal;
import org.fivegmc.maap.content.store.s3.BucketEvents;
import org.fivegmc.maap.quota.Level;
import org.fivegmc.maap.quota.Period;
import org.fivegmc.maap.webhook.WebhookEvents;
import org.fivegmc.msrp.session.AbortReason;
import org.fivegmc.msrp.session.MsrpEvents;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.RefuseReason;
import org.fivegmc.sip.transport.SipEvents;

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
                    label("git"),
                    label("jdk"));
    public static final Metric SUBMITTED =
            counter(
                    "mc_messages_submitted_total",
                    "Messages accepted durably.",
                    label("origin", "p2p"));
    public static final Metric REFUSED =
            counter(
                    "mc_messages_refused_total",
                    "Messages refused at submission.",
                    label("reason"));
    public static final Metric TERMINAL =
            counter(
                    "mc_messages_terminal_total",
                    "Deliveries that reached an end.",
                    label(
                            "state",
                            "delivered",
                            "unconfirmed",
                            "expired",
                            "failed",
                            "revoked",
                            "purged"),
                    label("channel", "rcs", "sms", "mms", "none"));
    public static final Metric REVOCATIONS =
            counter(
                    "mc_revocations_total",
                    "Messages that their senders wanted back, by the answer.",
                    label("result", "revoked", "repeated", "too_late", "unknown"));
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
            gauge(
                    "mc_mailbox_messages",
                    "Messages waiting for their recipients, as far as the store can estimate.");
    public static final Metric MAILBOX_BYTES =
            gauge(
                    "mc_mailbox_bytes",
                    "Disk space of waiting messages that have left the write buffer, an estimate.");
    public static final Metric CAPABILITY_REQUESTS =
            counter(
                    "mc_capability_cache_requests_total",
                    "Capability queries by what was known of the user.",
                    label("result", names(SipEvents.CapabilityLookup.values())));
    public static final Metric LATE_RCS =
            counter(
                    "mc_fallback_late_rcs_total",
                    "Devices that turned out to have a message after it was decided for SMS.");
    public static final Metric FALLBACK =
            counter(
                    "mc_fallback_total",
                    "Messages handed to SMS or MMS instead of RCS.",
                    label("reason", "no_capability", "timer", "peer_error", "policy"));
    public static final Metric POSSIBLE_DUPLICATES =
            counter(
                    "mc_fallback_possible_duplicate_total",
                    "Short message parts sent again although the first try may have arrived.");
    public static final Metric NEWS_DROPPED =
            counter(
                    "mc_news_dropped_total",
                    "Outcomes forgotten because the store was away for too long; their deliveries are tried again.");
    public static final Metric LEFT_ALONE =
            counter(
                    "mc_rows_left_alone_total",
                    "Rows that could not be read or worked on; they are kept for the next start.");
    public static final Metric DUPLICATES =
            counter(
                    "mc_duplicates_suppressed_total",
                    "Submissions that were recognised as repetitions and not delivered again.",
                    label("where", "message", "report"));
    public static final Metric IMDN =
            counter(
                    "mc_imdn_total",
                    "Disposition notifications (RFC 5438) and whether they were taken for delivery.",
                    label("type", "delivery", "display", "processing", "interworking"),
                    label("result", "accepted", "refused"));
    public static final Metric IMDN_MIRRORED =
            counter(
                    "mc_imdn_mirrored_total",
                    "Display notifications of a device, for the other devices of its user, and whether they were taken for delivery.",
                    label("result", "accepted", "refused"));
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
                    label("code_class", "2xx", "3xx", "4xx", "5xx", "6xx"));
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
    public static final Metric SIP_DROPPED =
            counter(
                    "mc_sip_dropped_total",
                    "Messages that went nowhere, and requests refused without state.",
                    label("reason", names(SipEvents.Drop.values())));
    public static final Metric SIP_TIMEOUTS =
            counter(
                    "mc_sip_timeouts_total",
                    "SIP transactions that ended without what they waited for.",
                    label("kind", names(SipEvents.Kind.values())));
    public static final Metric SIP_CLOSED =
            counter(
                    "mc_sip_connections_closed_total",
                    "SIP connections that ended.",
                    label("transport", "tcp", "tls"),
                    label("reason", names(CloseReason.values())));
    public static final Metric SIP_REFUSED =
            counter(
                    "mc_sip_connections_refused_total",
                    "SIP connections that were closed at once.",
                    label("transport", "tcp", "tls"),
                    label("reason", names(RefuseReason.values())));
    public static final Metric SIP_CONNECTIONS =
            gauge("mc_sip_connections", "Open SIP connections.", label("transport", "tcp", "tls"));
    public static final Metric SIP_REGISTERED_CONNECTIONS =
            gauge("mc_sip_registered_connections", "Connections over which users are registered.");
    public static final Metric SUBSCRIBERS =
            gauge("mc_subscribers", "Users, as far as the store can estimate; NaN when it can't.");
    public static final Metric FAULTS =
            counter(
                    "mc_faults_total",
                    "Faults of the program, each with a line in the log.",
                    label(
                            "where",
                            "shard-writer",
                            "sip",
                            "gateway",
                            "content",
                            "chatbots",
                            "msrp"));
    public static final Metric SMPP_WINDOW =
            gauge("mc_smpp_window_in_use", "Requests without an answer.", label("peer"));
    public static final Metric SMPP_WAITING =
            gauge(
                    "mc_smpp_waiting",
                    "Parts that wait to be sent.",
                    label("peer"),
                    label("class", "alert", "verification", "transaction", "marketing"));
    public static final Metric SMPP_THROTTLED =
            counter(
                    "mc_smpp_throttled_total",
                    "Answers that asked for a slower pace.",
                    label("peer"));
    public static final Metric SMPP_ANSWERED_LATE =
            counter(
                    "mc_smpp_answered_late_total",
                    "Parts the SMSC took and said so after the response time-out.",
                    label("peer"));
    public static final Metric SMPP_INBOUND_REFUSED =
            counter(
                    "mc_smpp_inbound_refused_total",
                    "Messages from handsets refused for good, as nothing here takes them.",
                    label("peer"));
    public static final Metric SMS_INBOUND =
            counter(
                    "mc_sms_inbound_total",
                    "Messages from handsets to codes of chatbots, long ones as one.",
                    label("peer"),
                    label("result", "taken", "waits", "repeated", "nobody", "refused", "busy"));
    public static final Metric SMS_PARTS_WAITING =
            gauge(
                    "mc_sms_parts_waiting",
                    "Parts of long messages from handsets that wait for the others.");
    public static final Metric SMPP_LINK_UP =
            gauge("mc_smpp_links_up", "Bound links.", label("peer"));
    public static final Metric SIP_SESSIONS =
            gauge("mc_sip_sessions", "INVITE sessions, those being set up included.");
    public static final Metric MSRP_CONNECTIONS =
            gauge("mc_msrp_connections", "Connections that carry MSRP, or are to.");
    public static final Metric MSRP_RECEIVING =
            gauge("mc_msrp_receiving_bytes", "Memory for messages that are being received.");
    public static final Metric MSRP_MESSAGES =
            counter(
                    "mc_msrp_messages_total",
                    "Messages over MSRP that were received (in) and taken by a peer (out) as a whole.",
                    label("direction", names(MsrpEvents.Direction.values())));
    public static final Metric MSRP_BYTES =
            counter(
                    "mc_msrp_bytes_total",
                    "Their octets.",
                    label("direction", names(MsrpEvents.Direction.values())));
    public static final Metric MSRP_ABORTED =
            counter(
                    "mc_msrp_aborted_total",
                    "Messages over MSRP of which only a part came.",
                    label("reason", names(AbortReason.values())));
    public static final Metric MSRP_FAILED_LATE =
            counter(
                    "mc_msrp_failed_late_total",
                    "Failures over MSRP that a peer told of when it had taken the message.");
    public static final Metric MSRP_ENDED =
            counter(
                    "mc_msrp_sessions_ended_total",
                    "Ends of MSRP sessions.",
                    label("reason", names(org.fivegmc.msrp.session.CloseReason.values())));
    public static final Metric MSRP_REFUSED =
            counter(
                    "mc_msrp_connections_refused_total",
                    "Connections for MSRP that were closed at once.",
                    label("reason", names(MsrpEvents.Refused.values())));
    public static final Metric MSRP_MALFORMED =
            counter("mc_msrp_malformed_total", "MSRP that breaks a rule of its syntax.");
    public static final Metric CONTENT_REQUESTS =
            counter(
                    "mc_content_requests_total",
                    "Requests to the content server.",
                    label("operation", names(ContentEvents.Operation.values())),
                    label("code_class", "2xx", "3xx", "4xx", "5xx"));
    public static final Metric CONTENT_REFUSED =
            counter(
                    "mc_content_refused_total",
                    "Requests the content server refused.",
                    label("reason", names(ContentRefusal.values())));
    public static final Metric CONTENT_BYTES =
            counter(
                    "mc_content_bytes_total",
                    "Octets of files that were stored (in) and sent (out).",
                    label("direction", "in", "out"));
    public static final Metric CONTENT_DELETED =
            counter(
                    "mc_content_deleted_total",
                    "Files at the end of their life, and uploads nobody resumed.",
                    label("what", "expired", "abandoned"));
    public static final Metric CONTENT_BUCKET_CALLS =
            counter(
                    "mc_content_bucket_calls_total",
                    "Requests to the object store of the files, after their repetitions.",
                    label("call", names(BucketEvents.Call.values())),
                    label("outcome", names(BucketEvents.Outcome.values())));
    public static final Metric CONTENT_FIRST_OPENED =
            counter(
                    "mc_content_links_first_opened_total",
                    "Files opened by their link for the first time.");
    public static final Metric CONTENT_CONNECTIONS_REFUSED =
            counter(
                    "mc_content_connections_refused_total",
                    "Connections to the content server that were closed at once.");
    public static final Metric CONTENT_CONNECTIONS =
            gauge("mc_content_connections", "Open connections to the content server.");
    public static final Metric CONTENT_UPLOADS =
            gauge("mc_content_uploads_under_way", "Uploads that bring octets now.");
    public static final Metric CONTENT_FILES =
            gauge("mc_content_files", "Stored files, thumbnails and interrupted uploads.");
    public static final Metric CONTENT_STORED =
            gauge("mc_content_stored_bytes", "What they take, as the quotas count it.");
    public static final Metric WEBHOOK_CALLS =
            counter(
                    "mc_webhook_calls_total",
                    "Calls of chatbots' webhooks.",
                    label("result", names(WebhookEvents.Result.values())));
    public static final Metric WEBHOOK_DURATION =
            histogram("mc_webhook_call_seconds", "One call of a webhook as a whole.", FAST);
    public static final Metric WEBHOOK_PUT_OFF =
            counter(
                    "mc_webhook_put_off_total",
                    "Attempts that were put off without a call, since the webhook does not work or has enough to do.");
    public static final Metric QUOTA_COUNTED =
            counter(
                    "mc_quota_counted_total",
                    "Recipients of messages of chatbots within all quotas.");
    public static final Metric QUOTA_EXCEEDED =
            counter(
                    "mc_quota_exceeded_total",
                    "Recipients of messages of chatbots refused as a quota was used up.",
                    label("level", names(Level.values())),
                    label("period", names(Period.values())));
    public static final Metric CHATBOT_CONNECTIONS_REFUSED =
            counter(
                    "mc_chatbot_connections_refused_total",
                    "Connections of chatbots that were closed at once.");
    public static final Metric CHATBOT_CONNECTIONS =
            gauge("mc_chatbot_connections", "Open connections of chatbots.");
    public static final Metric STORE_BATCH =
            histogram("mc_store_write_batch_seconds", "One group commit as a whole.", FAST);
    public static final Metric STORE_FSYNC =
            histogram(
                    "mc_store_wal_fsync_seconds",
                    "The part of a commit that waited for the disk.",
                    FAST);
    public static final Metric RESIDENT_SUBSCRIBERS =
            gauge("mc_store_resident_subscribers", "Rows of subscribers in memory.");
    public static final Metric RESIDENT_BYTES =
            gauge(
                    "mc_store_resident_bytes",
                    "Memory outside the heap for the rows of subscribers.");
    public static final Metric BODIES =
            gauge("mc_store_bodies", "Bodies of large messages, which are files.");
    public static final Metric BODY_OCTETS =
            gauge("mc_store_body_octets", "What they take, as `store.bodies.max-total` counts it.");
    public static final Metric ROCKSDB_PENDING =
            gauge("mc_rocksdb_compaction_pending_bytes", "What compaction has still to rewrite.");
    public static final Metric ROCKSDB_STALL =
            gauge("mc_rocksdb_stall_seconds", "Time writers were held back since the start.");
    public static final Metric ROCKSDB_CACHE =
            gauge("mc_rocksdb_block_cache_bytes", "Memory in the block cache.");
    public static final Metric ROCKSDB_MEMTABLES =
            gauge("mc_rocksdb_memtable_bytes", "Memory in write buffers.");
    public static final Metric ROCKSDB_LIVE =
            gauge("mc_rocksdb_live_data_bytes", "Estimated size of live rows.");
    public static final Metric ROCKSDB_FILES = gauge("mc_rocksdb_files", "Table files.");
    public static final Metric WRITER_QUEUE =
            gauge("mc_shard_queue_entries", "Entries waiting for a shard writer.", label("writer"));
    public static final Metric OVERLOAD_LEVEL =
            gauge("mc_overload_level", "0 none, 1 to 4 as more and more is refused.");
    public static final Metric DRAIN_STATE = gauge("mc_drain_state", "0 serving, 1 draining.");
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
                    REVOCATIONS,
                    DELIVERY_LATENCY,
                    ACCEPT_LATENCY,
                    MAILBOX_MESSAGES,
                    MAILBOX_BYTES,
                    CAPABILITY_REQUESTS,
                    LATE_RCS,
                    FALLBACK,
                    POSSIBLE_DUPLICATES,
                    NEWS_DROPPED,
                    LEFT_ALONE,
                    DUPLICATES,
                    IMDN,
                    IMDN_MIRRORED,
                    SIP_TRANSACTIONS,
                    SIP_RETRANSMISSIONS,
                    SIP_MALFORMED,
                    SIP_DROPPED,
                    SIP_TIMEOUTS,
                    SIP_CLOSED,
                    SIP_REFUSED,
                    SIP_CONNECTIONS,
                    SIP_REGISTERED_CONNECTIONS,
                    SUBSCRIBERS,
                    FAULTS,
                    SMPP_WINDOW,
                    SMPP_WAITING,
                    SMPP_THROTTLED,
                    SMPP_ANSWERED_LATE,
                    SMPP_INBOUND_REFUSED,
                    SMS_INBOUND,
                    SMS_PARTS_WAITING,
                    SMPP_LINK_UP,
                    SIP_SESSIONS,
                    MSRP_CONNECTIONS,
                    MSRP_RECEIVING,
                    MSRP_MESSAGES,
                    MSRP_BYTES,
                    MSRP_ABORTED,
                    MSRP_FAILED_LATE,
                    MSRP_ENDED,
                    MSRP_REFUSED,
                    MSRP_MALFORMED,
                    CONTENT_REQUESTS,
                    CONTENT_REFUSED,
                    CONTENT_BYTES,
                    CONTENT_DELETED,
                    CONTENT_BUCKET_CALLS,
                    CONTENT_FIRST_OPENED,
                    CONTENT_CONNECTIONS_REFUSED,
                    CONTENT_CONNECTIONS,
                    CONTENT_UPLOADS,
                    CONTENT_FILES,
                    CONTENT_STORED,
                    WEBHOOK_CALLS,
                    WEBHOOK_DURATION,
                    WEBHOOK_PUT_OFF,
                    QUOTA_COUNTED,
                    QUOTA_EXCEEDED,
                    CHATBOT_CONNECTIONS_REFUSED,
                    CHATBOT_CONNECTIONS,
                    STORE_BATCH,
                    STORE_FSYNC,
                    RESIDENT_SUBSCRIBERS,
                    RESIDENT_BYTES,
                    BODIES,
                    BODY_OCTETS,
                    ROCKSDB_PENDING,
                    ROCKSDB_STALL,
                    ROCKSDB_CACHE,
                    ROCKSDB_MEMTABLES,
                    ROCKSDB_LIVE,
                    ROCKSDB_FILES,
                    WRITER_QUEUE,
                    OVERLOAD_LEVEL,
                    DRAIN_STATE,
                    LABEL_OVERFLOW);
}
