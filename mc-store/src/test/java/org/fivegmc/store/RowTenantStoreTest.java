package org.fivegmc.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.store.memory.MemoryEngine;
import org.junit.jupiter.api.Test;

class RowTenantStoreTest {

    private static final TenantKey CSP = new TenantKey(TenantKey.Kind.PROVIDER, "acme");
    private static final TenantKey BOT =
            new TenantKey(TenantKey.Kind.CHATBOT, "sip:1@botplatform.x");

    /// One of the same name is another.
    private static final TenantKey NAMESAKE = new TenantKey(TenantKey.Kind.CHATBOT, "acme");

    private final RowTenantStore store = new RowTenantStore(new MemoryEngine());

    private Map<String, String> rows() {
        var found = new TreeMap<String, String>();
        store.scan(
                (key, value) -> found.put(key.kind() + " " + key.id(), new String(value, UTF_8)));
        return found;
    }

    @Test
    void keepsRowsByKindAndId() {
        assertThat(rows()).isEmpty();
        store.put(CSP, "a".getBytes(UTF_8));
        store.put(BOT, "b".getBytes(UTF_8));
        store.put(NAMESAKE, "c".getBytes(UTF_8));
        store.put(CSP, "d".getBytes(UTF_8));
        assertThat(rows())
                .containsOnly(
                        Map.entry("PROVIDER acme", "d"),
                        Map.entry("CHATBOT acme", "c"),
                        Map.entry("CHATBOT sip:1@botplatform.x", "b"));
        store.remove(CSP);
        store.remove(CSP);
        assertThat(rows()).hasSize(2).doesNotContainKey("PROVIDER acme");
    }

    @Test
    void severalRowsChangeAtOnce() {
        store.put(CSP, "a".getBytes(UTF_8));
        store.change(Map.of(BOT, "b".getBytes(UTF_8), NAMESAKE, "c".getBytes(UTF_8)), List.of(CSP));
        assertThat(rows())
                .containsOnly(
                        Map.entry("CHATBOT acme", "c"),
                        Map.entry("CHATBOT sip:1@botplatform.x", "b"));
        assertThat(store.get(BOT))
                .hasValueSatisfying(b -> assertThat(b).isEqualTo("b".getBytes(UTF_8)));
        assertThat(store.get(CSP)).isEmpty();
        store.change(Map.of(), List.of());
        assertThat(rows()).hasSize(2);
    }

    @Test
    void rowsOfEveryShardAreFound() {
        for (int i = 0; i < 5000; i++) {
            store.put(new TenantKey(TenantKey.Kind.CHATBOT, "bot-" + i), new byte[] {1});
        }
        assertThat(rows()).hasSize(5000);
    }
}
