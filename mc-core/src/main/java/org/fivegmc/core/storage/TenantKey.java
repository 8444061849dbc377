package org.fivegmc.core.storage;

import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;

/// Names a row of [TenantStore].
///
/// @param id unique among those of its kind
public record TenantKey(Kind kind, String id) {

    /// Longest id, in characters.
    public static final int MAX_LENGTH = 255;

    public TenantKey {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("id of " + id.length() + " characters");
        }
    }

    /// The id of what there is once.
    public static final String ALL = "all";

    /// Codes are part of the key layout.
    public enum Kind {
        PROVIDER(1),
        CHATBOT(2),
        /// What everybody together has sent; its only id is [#ALL].
        USAGE(3),
        /// What a provider has sent.
        PROVIDER_USAGE(4),
        /// What a chatbot has sent.
        CHATBOT_USAGE(5),
        /// Which files a chatbot has uploaded.
        CHATBOT_FILES(6),
        /// A part of a long short message for a chatbot, until the others are there.
        SMS_PART(7);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    /// Part of the key layout. A chatbot's row is where its messages are.
    public int shard() {
        return Shards.of(UserAddress.spread(id));
    }
}
