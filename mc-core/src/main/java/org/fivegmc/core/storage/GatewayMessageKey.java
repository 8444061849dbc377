package org.fivegmc.core.storage;

import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;

/// A gateway's id of a short message, normalised to the form its receipts use.
public record GatewayMessageKey(String gateway, String id) {

    public GatewayMessageKey {
        if (gateway.isEmpty() || id.isEmpty() || gateway.length() + id.length() > 255) {
            throw new IllegalArgumentException("gateway message key " + gateway + "/" + id);
        }
    }

    /// Correlations live in shards of their own, since a receipt does not reliably tell whom the
    /// message was for.
    public int shard() {
        return Shards.of(UserAddress.spread(gateway + "/" + id));
    }
}
