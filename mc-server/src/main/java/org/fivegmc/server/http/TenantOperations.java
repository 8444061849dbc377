package org.fivegmc.server.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What operators ask about chatbots and their providers, in the words of the admin interface.
/// Called on virtual threads.
public interface TenantOperations {

    List<Csp> csps();

    Optional<Csp> csp(String id);

    Change<Csp> putCsp(String id, CspRequest wanted);

    /// @return whether there was one; refused while it has chatbots
    Change<Csp> removeCsp(String id);

    /// @param csp of one provider, or of all
    List<Chatbot> chatbots(Optional<String> csp);

    Optional<Chatbot> chatbot(String address);

    Change<Chatbot> putChatbot(String address, ChatbotRequest wanted);

    Change<Chatbot> removeChatbot(String address);

    /// What waits for the webhook of a chatbot, and how that is doing.
    Optional<Lane> lane(String address);

    /// Calls the webhook at once with what waits, whatever it did before; answers as [#lane] does,
    /// which need not show any effect yet.
    Optional<Lane> replay(String address);

    /// What waits for the webhook of a chatbot. What has expired is not in it: it was reported to
    /// its sender as far as that wanted to know.
    ///
    /// @param state `calling`; `left-alone` after failures, until `tryAt`; `paused` with the
    ///   chatbot or its provider; `no-callback`
    /// @param failures in a row
    /// @param underWay calls without an answer yet
    /// @param lastFailure since the start of the server, also one that is over
    /// @param more whether more wait than are shown
    /// @param waiting the oldest
    record Lane(
            String address,
            String state,
            int failures,
            Optional<Instant> tryAt,
            int underWay,
            Optional<String> lastFailure,
            Optional<Instant> lastFailureAt,
            boolean more,
            List<AdminOperations.MailboxEntry> waiting) {}

    /// Recipients in a period; 0 for no limit.
    record Quota(long perSecond, long perDay, long perMonth) {}

    /// What is to be set of a quota; what is absent stays.
    record QuotaRequest(Optional<Long> perSecond, Optional<Long> perDay, Optional<Long> perMonth) {}

    /// Recipients that were counted.
    record Usage(long today, long thisMonth) {}

    /// A provider.
    ///
    /// @param allowed addresses its calls may come from; none for any
    record Csp(
            String id,
            String name,
            boolean active,
            boolean strict,
            List<String> allowed,
            Quota quota,
            Usage usage) {}

    /// What is to be set; what is absent stays, or has its default: active, lenient, any address.
    record CspRequest(
            Optional<String> name,
            Optional<Boolean> active,
            Optional<Boolean> strict,
            Optional<List<String>> allowed,
            Optional<QuotaRequest> quota) {}

    /// A chatbot; its keys are never given out.
    ///
    /// @param proven whether its webhook has shown whose it is, or need not
    record Chatbot(
            String address,
            String csp,
            String customer,
            String dialect,
            String appId,
            Optional<String> callback,
            boolean proven,
            String state,
            List<String> testers,
            Profile profile,
            Quota quota,
            Traffic traffic,
            Usage usage) {}

    /// What is to be set; what is absent stays. A new one needs `csp`, `appId` and `appKey`.
    ///
    /// @param token signs what the chatbot is told; the same as `appKey` for a new one without
    record ChatbotRequest(
            Optional<String> csp,
            Optional<String> customer,
            Optional<String> dialect,
            Optional<String> appId,
            Optional<String> appKey,
            Optional<String> token,
            Optional<String> callback,
            Optional<String> state,
            Optional<List<String>> testers,
            Optional<ProfileRequest> profile,
            Optional<QuotaRequest> quota,
            Optional<TrafficRequest> traffic) {}

    /// How urgent messages of a chatbot are.
    ///
    /// @param usual those it says nothing about
    /// @param highest what it may claim at most
    record Traffic(String usual, String highest) {}

    /// What is to be set of it; what is absent stays, but `usual` is never above `highest`.
    record TrafficRequest(Optional<String> usual, Optional<String> highest) {}

    /// What people are told about a chatbot by the operator; empty texts for nothing.
    record Profile(
            String name,
            String icon,
            String terms,
            String smsNumber,
            String verifiedBy,
            String verifiedAs,
            String verifiedUntil) {}

    /// What is to be set of it; what is absent stays, and an empty text takes it away; an empty
    /// `verifiedBy` the other two with it.
    record ProfileRequest(
            Optional<String> name,
            Optional<String> icon,
            Optional<String> terms,
            Optional<String> smsNumber,
            Optional<String> verifiedBy,
            Optional<String> verifiedAs,
            Optional<String> verifiedUntil) {}

    /// What became of a change.
    sealed interface Change<T> {
        record Created<T>(T value) implements Change<T> {}

        record Replaced<T>(T value) implements Change<T> {}

        record Removed<T>() implements Change<T> {}

        record Unknown<T>() implements Change<T> {}

        record Refused<T>(String reason) implements Change<T> {}
    }
}
