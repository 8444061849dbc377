package org.fivegmc.core.message;

/// A chatbot by its URI, for example `sip:10690000@botplatform.rcs.example.cn`.
public record ChatbotAddress(String uri) implements UserAddress {

    /// Longest URI accepted, in characters.
    public static final int MAX_LENGTH = 255;

    public ChatbotAddress {
        if (uri.isEmpty() || uri.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("chatbot URI of " + uri.length() + " characters");
        }
    }

    @Override
    public String masked() {
        return uri;
    }

    @Override
    public long spread() {
        return UserAddress.spread(uri);
    }

    @Override
    public String toString() {
        return uri;
    }
}
