package org.fivegmc.maap.tenant;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.storage.StorageException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The stored form of tenants: JSON, of which a later version may know more members.
final class TenantRows {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /// Rows of earlier versions have no quota.
    record CspRow(
            String id,
            String name,
            boolean active,
            List<String> allowed,
            boolean strict,
            @Nullable Quota quota) {}

    /// Rows of earlier versions end with the testers.
    record ChatbotRow(
            String address,
            String csp,
            String customer,
            Dialect dialect,
            String appId,
            String appKey,
            String token,
            @Nullable String callback,
            Chatbot.State state,
            List<String> testers,
            @Nullable Quota quota,
            @Nullable Profile profile,
            @Nullable Boolean proven,
            @Nullable Traffic traffic) {}

    private TenantRows() {}

    static byte[] write(Csp csp) {
        return MAPPER.writeValueAsBytes(
                new CspRow(
                        csp.id(),
                        csp.name(),
                        csp.active(),
                        csp.allowed().stream().map(AddressRange::toString).toList(),
                        csp.strict(),
                        csp.quota()));
    }

    static byte[] write(Chatbot chatbot) {
        return MAPPER.writeValueAsBytes(
                new ChatbotRow(
                        chatbot.address().uri(),
                        chatbot.csp(),
                        chatbot.customer(),
                        chatbot.dialect(),
                        chatbot.keys().appId(),
                        chatbot.keys().appKey(),
                        chatbot.keys().token(),
                        chatbot.callback().map(URI::toString).orElse(null),
                        chatbot.state(),
                        chatbot.testers().stream().map(Msisdn::toString).toList(),
                        chatbot.quota(),
                        chatbot.profile(),
                        chatbot.proven(),
                        chatbot.traffic()));
    }

    static Csp csp(byte[] row) {
        try {
            CspRow read = MAPPER.readValue(row, CspRow.class);
            return new Csp(
                    read.id(),
                    read.name(),
                    read.active(),
                    read.allowed().stream().map(AddressRange::of).toList(),
                    read.strict(),
                    Objects.requireNonNullElse(read.quota(), Quota.NONE));
        } catch (JacksonException | IllegalArgumentException e) {
            throw corrupt("provider", row, e);
        }
    }

    static Chatbot chatbot(byte[] row) {
        try {
            ChatbotRow read = MAPPER.readValue(row, ChatbotRow.class);
            return new Chatbot(
                    new ChatbotAddress(read.address()),
                    read.csp(),
                    read.customer(),
                    read.dialect(),
                    new ChatbotKeys(read.appId(), read.appKey(), read.token()),
                    Optional.ofNullable(read.callback()).map(URI::create),
                    read.state(),
                    read.testers().stream().map(Msisdn::of).toList(),
                    Objects.requireNonNullElse(read.quota(), Quota.NONE),
                    Objects.requireNonNullElse(read.profile(), Profile.EMPTY),
                    Objects.requireNonNullElse(read.proven(), true),
                    Objects.requireNonNullElse(read.traffic(), Traffic.PLAIN));
        } catch (JacksonException | IllegalArgumentException e) {
            throw corrupt("chatbot", row, e);
        }
    }

    /// Not with the row: it has keys in it.
    private static StorageException corrupt(String what, byte[] row, RuntimeException cause) {
        String text = new String(row, StandardCharsets.UTF_8);
        return new StorageException(
                StorageException.Kind.CORRUPT,
                "row of a " + what + " of " + text.length() + " characters: " + cause.getClass());
    }
}
