package org.fivegmc.maap.cmcc;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.maap.dialect.Caller;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Csp;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.Tenants;

/// Requests and chatbots of tests.
final class Cmcc {

    private Cmcc() {}

    static Chatbot chatbot() {
        return chatbot("sip:106500@botplatform.rcs.example");
    }

    static Chatbot chatbot(String address) {
        Chatbot one = Tenants.chatbot(URI.create("https://hook.example/x"));
        return new Chatbot(
                new ChatbotAddress(address),
                one.csp(),
                one.customer(),
                Dialect.CMCC,
                one.keys(),
                one.callback(),
                one.state(),
                one.testers());
    }

    static Caller caller(boolean strict) {
        return new Caller(chatbot(), new Csp("acme", "", true, List.of(), strict));
    }

    /// A text to +8613900000001, with further elements.
    static String message(String more) {
        return message("<contentType>text/plain</contentType>" + more, "hello", "+8613900000001");
    }

    static String content(String type, String body) {
        return message("<contentType>" + type + "</contentType>", body, "+8613900000001");
    }

    private static String message(String more, String body, String number) {
        return "<m:outboundMessageRequest xmlns:m=\"urn:oma:xml:rest:netapi:messaging:1\">"
                + "<destinationAddress>tel:"
                + number
                + "</destinationAddress><senderAddress>sip:106500@botplatform.rcs.example</senderAddress>"
                + "<outboundIMMessage>"
                + more
                + "<bodyText><![CDATA["
                + body
                + "]]></bodyText></outboundIMMessage></m:outboundMessageRequest>";
    }

    static String multipart(int parts, String type, String content) {
        return content(
                "multipart/mixed; boundary=\"next\"",
                ("--next\nContent-Type: " + type + "\n\n" + content + "\n").repeat(parts)
                        + "--next--");
    }

    /// To so many numbers.
    static String to(int count) {
        return message("")
                .replaceAll(
                        "<destinationAddress>.*</destinationAddress>",
                        elements("destinationAddress", count));
    }

    static String revocation(int count) {
        return "<msg:messageStatusReport xmlns:msg=\"urn:oma:xml:rest:netapi:messaging:1\">"
                + elements("address", count)
                + "<status>RevokeRequested</status></msg:messageStatusReport>";
    }

    private static String elements(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "<" + name + ">tel:+" + (8613900000000L + i) + "</" + name + ">")
                .collect(Collectors.joining());
    }
}
