package org.fivegmc.loadtest.a2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/// The requests of a run. Message number n goes to user n modulo their count.
final class Requests {
    private final A2pOptions options;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-";
    private final String path;
    private final String middle;
    private final String end;

    Requests(A2pOptions options) {
        this.options = options;
        this.path = "/bot/v1/" + URLEncoder.encode(options.chatbot(), UTF_8) + "/";
        this.middle =
                """
                ","messageList":[{"contentType":"text/plain","contentEncoding":"utf8",\
                "contentText":"%s"}],"senderAddress":"%s","conversationId":"load",\
                "contributionId":"load","serviceCapability":[{"capabilityId":"ChatbotSA",\
                "version":"+g.gsma.rcs.botversion=\\"#=1\\""}],"storeSupported":true,\
                "destinationAddress":["tel:+86138\
                """
                        .formatted(options.text(), options.chatbot());
        String reports = options.reports() ? "\"delivered\",\"deliveredToNetwork\",\"failed\"" : "";
        String sms = options.sms() ? ",\"smsContent\":\"%s\"".formatted(options.text()) : "";
        this.end =
                "\"],\"smsSupported\":%s%s,\"reportRequest\":[%s]}"
                        .formatted(options.sms(), sms, reports);
    }

    byte[] message(long number) {
        String user = Long.toString(100_000_000 + options.firstUser() + number % options.users());
        return ("{\"messageId\":\"" + run + number + middle + user.substring(1) + end)
                .getBytes(UTF_8);
    }

    byte[] keys() {
        return "{\"appId\":\"%s\",\"appKey\":\"%s\"}"
                .formatted(options.appId(), options.appKey())
                .getBytes(UTF_8);
    }

    /// What stands in front of a body.
    ///
    /// @param token empty for none
    String head(String operation, String token, int length) {
        String authorization =
                token.isEmpty() ? "" : "Authorization: accessToken " + token + "\r\n";
        return "POST "
                + path
                + operation
                + " HTTP/1.1\r\nHost: "
                + options.host()
                + "\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
                + authorization
                + "Content-Length: "
                + length
                + "\r\n\r\n";
    }

    /// The number of a message of this run; -1 for any other text.
    long number(String messageId) {
        if (!messageId.startsWith(run)) {
            return -1;
        }
        try {
            return Long.parseLong(messageId.substring(run.length()));
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
