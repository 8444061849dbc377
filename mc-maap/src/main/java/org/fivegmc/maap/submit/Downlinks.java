package org.fivegmc.maap.submit;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.RefusalReason;

/// Takes what chatbots send. Thread-safe.
public interface Downlinks {

    /// Completes when all that can be said is durable. What a recipient can't get is told later, as
    /// a report like any other. When it was busy, some may have been taken: the same request again
    /// takes the rest, and nothing twice.
    CompletableFuture<Submitted> submit(Downlink downlink);

    /// Takes a message to one user back. Completes when the chatbot is certain to be told whether
    /// it came in time; a reason says that nothing is known, and that it may ask again.
    CompletableFuture<Optional<RefusalReason>> revoke(
            ChatbotAddress chatbot, Msisdn recipient, ImdnMessageId id);
}
