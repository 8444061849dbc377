package org.fivegmc.maap.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.TenantBook;

/// Has a webhook show whose it is before its chatbot is used: when the callback is set, and again
/// when the chatbot calls, but not more often than every [#PAUSE]. Thread-safe; checks block.
public final class CallbackCheck {

    static final Duration PAUSE = Duration.ofSeconds(5);

    private final TenantBook book;
    private final WebhookChannel webhooks;
    private final boolean needed;
    private final InstantSource clock;

    /// The last check of each chatbot that has not passed yet.
    private final ConcurrentHashMap<ChatbotAddress, Failed> failed = new ConcurrentHashMap<>();

    private record Failed(long atMs, String why) {}

    /// @param needed whether any webhook has to show anything
    public CallbackCheck(
            TenantBook book, WebhookChannel webhooks, boolean needed, InstantSource clock) {
        this.book = book;
        this.webhooks = webhooks;
        this.needed = needed;
        this.clock = clock;
    }

    /// Whether a chatbot may be used as it is set up now.
    public boolean isProven(Chatbot now, Optional<Chatbot> before) {
        if (!needed || now.callback().isEmpty() || !webhooks.canProve(now)) {
            return true;
        }
        return before.filter(b -> b.callback().equals(now.callback()))
                .filter(b -> b.keys().equals(now.keys()))
                .map(Chatbot::proven)
                .orElse(false);
    }

    /// Begins a check of a chatbot that has not passed yet, without waiting for it.
    public void begin(Chatbot chatbot) {
        if (!chatbot.proven()) {
            failed.remove(chatbot.address());
            Thread.ofVirtual().start(() -> check(chatbot));
        }
    }

    /// Why a chatbot can not be used yet; empty when it can.
    public Optional<String> check(Chatbot chatbot) {
        if (chatbot.proven()) {
            return Optional.empty();
        }
        Failed last = failed.get(chatbot.address());
        if (last != null && clock.millis() - last.atMs() < PAUSE.toMillis()) {
            return Optional.of(last.why());
        }
        Optional<String> why = needed ? webhooks.proof(chatbot) : Optional.empty();
        if (why.isPresent()) {
            book.chatbot(chatbot.address())
                    .ifPresent(there ->
                            failed.put(there.address(), new Failed(clock.millis(), why.get())));
            return why;
        }
        failed.remove(chatbot.address());
        book.update(
                chatbot.address(),
                now ->
                        now.callback().equals(chatbot.callback())
                                        && now.keys().equals(chatbot.keys())
                                ? now.withProven(true)
                                : now);
        return Optional.empty();
    }
}
