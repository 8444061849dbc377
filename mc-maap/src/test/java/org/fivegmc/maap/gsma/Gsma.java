package org.fivegmc.maap.gsma;

import java.net.URI;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.ChatbotKeys;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.Tenants;

/// Requests and chatbots of tests.
final class Gsma {

    static final String USER = "+8613900000001";

    private Gsma() {}

    /// With the app key `s3cret`.
    static Chatbot chatbot() {
        return chatbot("sip:106500@botplatform.rcs.example", "s3cret");
    }

    static Chatbot chatbot(String address, String key) {
        Chatbot one = Tenants.chatbot(URI.create("https://hook.example/x"));
        return new Chatbot(
                new ChatbotAddress(address),
                one.csp(),
                one.customer(),
                Dialect.GSMA,
                new ChatbotKeys("app", key, "s1gning"),
                one.callback(),
                one.state(),
                one.testers());
    }

    /// To [#USER].
    ///
    /// @param members of `RCSMessage`, JSON without braces
    static String message(String members) {
        return "{\"RCSMessage\":{"
                + members
                + "},\"messageContact\":{\"userContact\":\""
                + USER
                + "\"}}";
    }
}
