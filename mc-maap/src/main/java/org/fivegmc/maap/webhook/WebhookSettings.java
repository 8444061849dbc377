package org.fivegmc.maap.webhook;

import java.time.Duration;
import java.util.List;
import org.fivegmc.maap.tenant.AddressRange;

/// How webhooks are called.
///
/// @param connect longest wait for a connection
/// @param answer longest time of a call as a whole; shorter than the lease of an attempt
/// @param maxCalls calls at a time, of all chatbots together
/// @param maxCallsEach the same of one chatbot
/// @param maxReports reports in one call, where the dialect tells several
/// @param allowed private addresses that may be called all the same
public record WebhookSettings(
        Duration connect,
        Duration answer,
        int maxCalls,
        int maxCallsEach,
        int maxReports,
        List<AddressRange> allowed) {

    public WebhookSettings {
        allowed = List.copyOf(allowed);
    }
}
