package org.fivegmc.maap.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// By what a chatbot and this center know each other. Never in logs.
///
/// @param appId who calls
/// @param appKey proves it
/// @param token signs what this center sends to the chatbot
public record ChatbotKeys(String appId, String appKey, String token) {

    private static final int MAX = 128;

    public ChatbotKeys {
        check("app-id", appId);
        check("app-key", appKey);
        check("token", token);
    }

    private static void check(String name, String value) {
        if (value.isEmpty() || value.length() > MAX) {
            throw new TenantFault(name + ": 1 to " + MAX + " characters");
        }
    }

    /// In time that does not tell where they differ.
    public boolean proves(String claimedId, String claimedKey) {
        boolean id = same(appId, claimedId);
        return same(appKey, claimedKey) && id;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return appId + " (keys hidden)";
    }
}
