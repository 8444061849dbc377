package org.fivegmc.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.webhook.WebhookChannel;
import org.fivegmc.maap.webhook.WebhookState;
import org.fivegmc.server.http.TenantOperations.Lane;

/// What waits for the webhooks of chatbots, and how those are doing. Thread-safe.
public final class WebhookLanes {

    /// Messages that are shown, the oldest.
    public static final int SHOWN = 50;

    private final WebhookChannel webhooks;
    private final Function<ChatbotAddress, List<Delivery>> oldest;

    public WebhookLanes(WebhookChannel webhooks, MessageCenter center) {
        this(
                webhooks,
                address ->
                        CenterAdmin.await(center.inbox(address, new MessageId(0, 0), SHOWN + 1)));
    }

    /// @param oldest messages that wait for a chatbot, one more than are shown if there are
    public WebhookLanes(WebhookChannel webhooks, Function<ChatbotAddress, List<Delivery>> oldest) {
        this.webhooks = webhooks;
        this.oldest = oldest;
    }

    Lane of(Chatbot chatbot) {
        WebhookState webhook = webhooks.state(chatbot.address());
        List<Delivery> waiting = oldest.apply(chatbot.address());
        return new Lane(
                chatbot.address().uri(),
                state(chatbot, webhook),
                webhook.failures(),
                webhook.tryAtMs() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(webhook.tryAtMs())),
                webhook.underWay(),
                webhook.last().map(WebhookState.Failure::cause),
                webhook.last().map(failure -> Instant.ofEpochMilli(failure.atMs())),
                waiting.size() > SHOWN,
                waiting.stream().limit(SHOWN).map(CenterAdmin::entry).toList());
    }

    private static String state(Chatbot chatbot, WebhookState webhook) {
        if (chatbot.callback().isEmpty()) {
            return "no-callback";
        }
        if (!chatbot.listens()) {
            return "paused";
        }
        return webhook.tryAtMs() == 0 ? "calling" : "left-alone";
    }

    void retry(Chatbot chatbot) {
        webhooks.retry(chatbot.address());
    }
}
