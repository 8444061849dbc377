package org.fivegmc.maap.quota;

/// Which quota a message is too much for; nothing of it was counted.
///
/// @param who id of the provider or address of the chatbot; empty for the gateway
/// @param limit recipients in the period
/// @param wanted recipients of the message
public record Exceeded(Level level, String who, Period period, long limit, int wanted) {

    /// A sentence for whoever sends.
    public String text() {
        return "the quota of "
                + level.text()
                + who
                + " is "
                + limit
                + " recipients "
                + period.text()
                + ", and this message with "
                + wanted
                + " is more than is left";
    }
}
