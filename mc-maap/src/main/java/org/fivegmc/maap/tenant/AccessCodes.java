package org.fivegmc.maap.tenant;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.fivegmc.core.message.ChatbotAddress;

/// Finds chatbots by the digits an SMS was sent to. A code that the operator has given wins over
/// one that is only in an address; of equals the address that sorts first, so that it is the same
/// after each start. Thread-safe.
final class AccessCodes {

    private final Map<String, TreeMap<String, ChatbotAddress>> byCode = new HashMap<>();
    private final ConcurrentHashMap<ChatbotAddress, String> codes = new ConcurrentHashMap<>();

    synchronized void put(Chatbot chatbot) {
        remove(chatbot.address());
        chatbot.code()
                .ifPresent(code -> {
                    codes.put(chatbot.address(), code);
                    byCode.computeIfAbsent(code, _ -> new TreeMap<>())
                            .put(rank(chatbot), chatbot.address());
                });
    }

    private static String rank(Chatbot chatbot) {
        return (chatbot.profile().smsNumber().isBlank() ? "2" : "1") + chatbot.address().uri();
    }

    synchronized void remove(ChatbotAddress address) {
        String code = codes.remove(address);
        if (code != null) {
            byCode.computeIfPresent(
                    code,
                    (_, same) -> {
                        same.values().remove(address);
                        return same.isEmpty() ? null : same;
                    });
        }
    }

    /// What SMS of a chatbot come from. Waits for nobody.
    Optional<String> of(ChatbotAddress address) {
        return Optional.ofNullable(codes.get(address));
    }

    /// @param written with or without `+`; what is no digit belongs to nobody
    synchronized Optional<ChatbotAddress> find(String written) {
        String digits = written.startsWith("+") ? written.substring(1) : written;
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        for (int length = digits.length(); length > 0; length--) {
            TreeMap<String, ChatbotAddress> same = byCode.get(digits.substring(0, length));
            if (same != null) {
                return Optional.of(same.firstEntry().getValue());
            }
        }
        return Optional.empty();
    }
}
