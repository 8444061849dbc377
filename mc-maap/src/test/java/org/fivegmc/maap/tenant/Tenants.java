package org.fivegmc.maap.tenant;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.core.storage.TenantStore;

/// Tenants of tests.
public final class Tenants {

    public static final ChatbotAddress BOT =
            new ChatbotAddress("sip:106500@botplatform.rcs.example");

    private Tenants() {}

    public static Csp csp(String id) {
        return new Csp(id, id, true, List.of(), false);
    }

    public static Chatbot chatbot(URI callback) {
        return new Chatbot(
                BOT,
                "acme",
                "",
                Dialect.CTCU,
                new ChatbotKeys("app", "s3cret", "s1gning"),
                Optional.of(callback),
                Chatbot.State.NORMAL,
                List.of(Msisdn.of("+8613900000001")));
    }

    /// With one provider and one chatbot.
    public static TenantBook book(URI callback) {
        var book = new TenantBook(new Memory(), 10);
        book.put(csp("acme"));
        book.put(chatbot(callback));
        return book;
    }

    /// Rows in memory.
    public static final class Memory implements TenantStore {
        public final Map<TenantKey, byte[]> rows = new ConcurrentHashMap<>();
        public boolean broken;

        @Override
        public void change(Map<TenantKey, byte[]> put, Collection<TenantKey> gone) {
            check();
            rows.putAll(put);
            rows.keySet().removeAll(gone);
        }

        @Override
        public Optional<byte[]> get(TenantKey key) {
            return Optional.ofNullable(rows.get(key));
        }

        private void check() {
            if (broken) {
                throw new StorageException(StorageException.Kind.UNAVAILABLE, "broken");
            }
        }

        @Override
        public void scan(Visitor visitor) {
            rows.forEach(visitor::row);
        }
    }
}
