package org.fivegmc.core.center;

import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.UserAddress;

/// The numbers of a [MessageCenter]. Times in milliseconds.
///
/// @param node 0..255, different on each node of a cluster
/// @param writers shard writer threads, 1..64
/// @param queueCapacity tasks waiting per writer before new ones are refused
/// @param batchMax tasks per commit
/// @param cachedUsersPerWriter users kept in memory per writer; others are read when needed
/// @param maxInFlightPerUser messages on their way to one user at a time
/// @param maxStoredPerUser messages that wait for one user before new ones are refused; as many
///   reports besides. What left as SMS does not count
/// @param maxBindingsPerUser devices per user
/// @param lifetimeMs how long a message is kept when its sender does not say
/// @param reportLifetimeMs how long a report is kept
/// @param dedupMs how long a submission is remembered after its message would have expired
/// @param receiptMs how long a receipt may come after its message would have expired
/// @param parkedReceiptMs how long a receipt waits for what it belongs to
/// @param scanLimit waiting messages looked at per turn when a user's queue is drained; other rows
///   between them do not count, up to a hundred times as many
/// @param chatbots the same limits for chatbots, to whom many users write at once
/// @param mirrorDisplayed whether a user's other devices are told what one of them has displayed
public record CenterConfig(
        int node,
        int writers,
        int queueCapacity,
        int batchMax,
        int cachedUsersPerWriter,
        int maxInFlightPerUser,
        int maxStoredPerUser,
        int maxBindingsPerUser,
        long lifetimeMs,
        long reportLifetimeMs,
        long dedupMs,
        long receiptMs,
        long parkedReceiptMs,
        int scanLimit,
        ChatbotLimits chatbots,
        boolean mirrorDisplayed) {

    /// What holds for one chatbot.
    ///
    /// @param maxInFlight messages and reports on their way to its webhook at a time
    /// @param maxStored messages that wait for it before new ones are refused; as many reports
    ///   besides
    public record ChatbotLimits(int maxInFlight, int maxStored) {
        public static final ChatbotLimits DEFAULT = new ChatbotLimits(64, 100_000);
    }

    private static final long HOUR = 3_600_000;

    public static final CenterConfig DEFAULT =
            new CenterConfig(
                    0,
                    Math.max(1, Runtime.getRuntime().availableProcessors()),
                    20_000,
                    1024,
                    200_000,
                    4,
                    1000,
                    10,
                    72 * HOUR,
                    24 * HOUR,
                    7 * 24 * HOUR,
                    72 * HOUR,
                    HOUR,
                    1000,
                    ChatbotLimits.DEFAULT,
                    true);

    int maxInFlight(UserAddress user) {
        return user instanceof ChatbotAddress ? chatbots.maxInFlight() : maxInFlightPerUser;
    }

    int maxStored(UserAddress user) {
        return user instanceof ChatbotAddress ? chatbots.maxStored() : maxStoredPerUser;
    }

    public CenterConfig withWriters(int count) {
        return new CenterConfig(
                node,
                count,
                queueCapacity,
                batchMax,
                cachedUsersPerWriter,
                maxInFlightPerUser,
                maxStoredPerUser,
                maxBindingsPerUser,
                lifetimeMs,
                reportLifetimeMs,
                dedupMs,
                receiptMs,
                parkedReceiptMs,
                scanLimit,
                chatbots,
                mirrorDisplayed);
    }

    public CenterConfig withMirrorDisplayed(boolean wanted) {
        return new CenterConfig(
                node,
                writers,
                queueCapacity,
                batchMax,
                cachedUsersPerWriter,
                maxInFlightPerUser,
                maxStoredPerUser,
                maxBindingsPerUser,
                lifetimeMs,
                reportLifetimeMs,
                dedupMs,
                receiptMs,
                parkedReceiptMs,
                scanLimit,
                chatbots,
                wanted);
    }
}
