package org.fivegmc.core.message;

import java.util.Locale;
import java.util.Optional;

/// A chatbot by its URI, for example `sip:10690000@botplatform.rcs.example.cn`.
public record ChatbotAddress(String uri) implements UserAddress {

    /// Longest URI accepted, in characters.
    public static final int MAX_LENGTH = 255;

    public ChatbotAddress {
        if (uri.isEmpty() || uri.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("chatbot URI of " + uri.length() + " characters");
        }
    }

    /// The first label of the domains of chatbots (RCC.07 section 2.5.4).
    public static final String PLATFORM = "botplatform.";

    /// The chatbot that a SIP URI names, in the one form it is compared by: scheme and host in
    /// lower case, without parameters, headers and port. Empty for every other URI.
    public static Optional<ChatbotAddress> of(String uri) {
        String text = uri.strip();
        int scheme = text.indexOf(':');
        int at = text.indexOf('@');
        if (scheme < 0 || at < scheme + 2 || !isSip(text.substring(0, scheme))) {
            return Optional.empty();
        }
        int end = at + 1;
        while (end < text.length() && ";?:>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String host = text.substring(at + 1, end).toLowerCase(Locale.ROOT);
        String user = text.substring(scheme + 1, at);
        String normal = "sip:" + user + "@" + host;
        return host.startsWith(PLATFORM)
                        && host.length() > PLATFORM.length()
                        && normal.length() <= MAX_LENGTH
                        && isPlain(normal)
                ? Optional.of(new ChatbotAddress(normal))
                : Optional.empty();
    }

    private static boolean isSip(String scheme) {
        return scheme.equalsIgnoreCase("sip") || scheme.equalsIgnoreCase("sips");
    }

    /// It stands in headers and paths.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '<' || c == '>' || c == '"') {
                return false;
            }
        }
        return true;
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
