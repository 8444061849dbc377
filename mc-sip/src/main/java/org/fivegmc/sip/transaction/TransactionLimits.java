package org.fivegmc.sip.transaction;

/// What transactions may cost, per event loop. Times in milliseconds.
///
/// @param pendingServer server transactions without a final answer, or whose answer waits for an
///   ACK; above, requests get 503 without state
/// @param pendingClient client transactions; above, sending fails at once
/// @param keptFinals final answers kept for repetitions; above, the oldest goes early. As many
///   acknowledged INVITEs absorb theirs; above, they do not
/// @param retryAfterSeconds Retry-After of that 503 is this to twice this, so that not all come
///   back together
/// @param inviteMs longest time an INVITE may be pending, either way
/// @param datagrams requests above go by TCP
/// @param tcpTrialMs how long TCP may take then, before UDP is used after all
/// @param tcpRefusalMs how long a peer's refusal of TCP is remembered
/// @param tcpRefusals how many refusals are remembered
/// @param reconnectingAnswers answers that wait for a connection in place of one that is gone;
///   above, they are dropped
/// @param admission when requests are refused because those before them wait too long
public record TransactionLimits(
        int pendingServer,
        int pendingClient,
        int keptFinals,
        int retryAfterSeconds,
        int inviteMs,
        DatagramLimit datagrams,
        int tcpTrialMs,
        int tcpRefusalMs,
        int tcpRefusals,
        int reconnectingAnswers,
        AdmissionLimits admission) {
    public static final TransactionLimits DEFAULTS =
            new TransactionLimits(
                    50_000,
                    200_000,
                    1 << 20,
                    5,
                    180_000,
                    DatagramLimit.DEFAULT,
                    2_000,
                    600_000,
                    10_000,
                    1_000,
                    AdmissionLimits.DEFAULTS);
}
