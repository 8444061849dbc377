package org.fivegmc.maap.quota;

/// Whose quota it is.
public enum Level {
    CHATBOT("chatbot "),
    CSP("provider "),
    /// Of all chatbots together.
    GATEWAY("this gateway");

    private final String text;

    Level(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
