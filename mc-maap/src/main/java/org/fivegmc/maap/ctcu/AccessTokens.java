package org.fivegmc.maap.ctcu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.ChatbotKeys;

/// The access tokens that are valid, one for each chatbot: a new one ends the one before. They do
/// not outlive the process; whoever is told that a token is not valid fetches another. Thread-safe.
final class AccessTokens {

    static final Duration LIFETIME = Duration.ofHours(2);

    /// Fetches of a chatbot in a day.
    static final int DAILY = 2000;

    private static final int OCTETS = 32;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<ChatbotAddress, Issued> issued = new ConcurrentHashMap<>();

    /// @param keys with which it was fetched: with others it is not valid
    /// @param day since the epoch
    /// @param fetched how many there were on that day, this one included
    private record Issued(
            String token, ChatbotKeys keys, long expiresAtMs, long day, int fetched) {}

    AccessTokens(InstantSource clock) {
        this.clock = clock;
    }

    String fetch(Chatbot chatbot) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        String token = HexFormat.of().formatHex(octets);
        long now = clock.millis();
        long day = Math.floorDiv(now, DAY_MS);
        issued.compute(
                chatbot.address(),
                (_, before) -> {
                    int fetched = before == null || before.day() != day ? 0 : before.fetched();
                    if (fetched >= DAILY) {
                        throw new CtcuRefusal(CtcuCode.TOO_OFTEN);
                    }
                    return new Issued(
                            token, chatbot.keys(), now + LIFETIME.toMillis(), day, fetched + 1);
                });
        return token;
    }

    /// Passes, or refuses.
    void check(Chatbot chatbot, String token) {
        Issued valid = issued.get(chatbot.address());
        if (valid == null || !same(valid.token(), token) || !valid.keys().equals(chatbot.keys())) {
            throw new CtcuRefusal(CtcuCode.WRONG_TOKEN);
        }
        if (clock.millis() >= valid.expiresAtMs()) {
            throw new CtcuRefusal(CtcuCode.TOKEN_EXPIRED);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
