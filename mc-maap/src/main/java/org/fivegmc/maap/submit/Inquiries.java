package org.fivegmc.maap.submit;

import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;

/// What chatbots may ask; nothing changes by it. Answers never fail. Thread-safe.
public interface Inquiries {

    /// What is known of a user.
    CompletableFuture<Contact> contact(Msisdn user);

    /// How far a message to one user has come.
    CompletableFuture<Progress> progress(
            ChatbotAddress chatbot, Msisdn recipient, ImdnMessageId id);
}
