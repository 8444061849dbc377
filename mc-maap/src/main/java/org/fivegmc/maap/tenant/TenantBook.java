package org.fivegmc.maap.tenant;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.core.storage.TenantStore;
import org.fivegmc.core.subscriber.ChatbotBook;
import org.fivegmc.core.subscriber.Subscriber;

/// All tenants, in memory; changes are durable before they are seen. Thread-safe.
public final class TenantBook implements ChatbotBook {

    private final TenantStore store;
    private final int maxChatbots;
    private final ConcurrentHashMap<String, Csp> csps = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ChatbotAddress, Chatbot> chatbots = new ConcurrentHashMap<>();
    private final AccessCodes codes = new AccessCodes();
    private final AtomicLong version = new AtomicLong();
    private volatile Consumer<ChatbotAddress> changed = _ -> {};

    /// Reads what is stored.
    ///
    /// @param maxChatbots further ones are refused
    public TenantBook(TenantStore store, int maxChatbots) {
        this.store = store;
        this.maxChatbots = maxChatbots;
        store.scan((key, row) -> {
            switch (key.kind()) {
                case PROVIDER -> csps.put(key.id(), TenantRows.csp(row));
                case CHATBOT -> {
                    Chatbot chatbot = TenantRows.chatbot(row);
                    chatbots.put(chatbot.address(), chatbot);
                    codes.put(chatbot);
                }
                case USAGE, PROVIDER_USAGE, CHATBOT_USAGE, CHATBOT_FILES, SMS_PART -> {
                    // kept by others
                }
            }
        });
    }

    /// Who hears that something about a chatbot has changed.
    public void onChange(Consumer<ChatbotAddress> listener) {
        changed = listener;
    }

    @Override
    public Optional<Subscriber> find(ChatbotAddress address) {
        return chatbot(address).map(c -> ChatbotBook.chatbot(address, listens(c)));
    }

    private boolean listens(Chatbot chatbot) {
        Csp csp = csps.get(chatbot.csp());
        return csp != null && csp.active() && chatbot.listens();
    }

    public Optional<Chatbot> chatbot(ChatbotAddress address) {
        return Optional.ofNullable(chatbots.get(address));
    }

    /// The chatbot an SMS to these digits is for: whose code they are, or begin with; of several
    /// the one with the longest.
    public Optional<Chatbot> byCode(String digits) {
        return codes.find(digits).flatMap(this::chatbot);
    }

    /// The digits SMS of a chatbot come from and are answered to; empty for none.
    public Optional<String> code(ChatbotAddress address) {
        return codes.of(address);
    }

    /// Whether it can be told anything now.
    public boolean listens(ChatbotAddress address) {
        return chatbot(address).filter(this::listens).isPresent();
    }

    public Optional<Csp> csp(String id) {
        return Optional.ofNullable(csps.get(id));
    }

    public List<Csp> csps() {
        return csps.values().stream().sorted(Comparator.comparing(Csp::id)).toList();
    }

    /// Those of one provider, or of all when it is empty.
    public List<Chatbot> chatbots(Optional<String> csp) {
        return chatbots.values().stream()
                .filter(c -> csp.isEmpty() || c.csp().equals(csp.get()))
                .sorted(Comparator.comparing(c -> c.address().uri()))
                .toList();
    }

    /// In no order.
    public Collection<Chatbot> all() {
        return Collections.unmodifiableCollection(chatbots.values());
    }

    /// Goes up after each change, so that whoever has seen all can tell whether that still holds.
    public long version() {
        return version.get();
    }

    /// @return whether there was none with this id before
    public synchronized boolean put(Csp csp) {
        store.put(new TenantKey(TenantKey.Kind.PROVIDER, csp.id()), TenantRows.write(csp));
        boolean fresh = csps.put(csp.id(), csp) == null;
        version.incrementAndGet();
        chatbots(Optional.of(csp.id())).forEach(c -> changed.accept(c.address()));
        return fresh;
    }

    /// @return whether there was none with this address before
    public synchronized boolean put(Chatbot chatbot) {
        if (!csps.containsKey(chatbot.csp())) {
            throw new TenantFault("csp: there is none with the id " + chatbot.csp());
        }
        if (!chatbots.containsKey(chatbot.address()) && chatbots.size() >= maxChatbots) {
            throw new TenantFault("there are " + maxChatbots + " chatbots already, the limit");
        }
        store.put(key(chatbot.address()), TenantRows.write(chatbot));
        boolean fresh = chatbots.put(chatbot.address(), chatbot) == null;
        codes.put(chatbot);
        version.incrementAndGet();
        changed.accept(chatbot.address());
        return fresh;
    }

    /// Changes what is there now, so that no other change gets lost.
    ///
    /// @return what it is afterwards; empty when there is none
    public synchronized Optional<Chatbot> update(
            ChatbotAddress address, UnaryOperator<Chatbot> change) {
        Optional<Chatbot> changed = chatbot(address).map(change);
        changed.ifPresent(this::put);
        return changed;
    }

    /// @return whether there was one; messages to it that wait fail
    public synchronized boolean remove(ChatbotAddress address) {
        if (!chatbots.containsKey(address)) {
            return false;
        }
        store.remove(key(address));
        chatbots.remove(address);
        codes.remove(address);
        version.incrementAndGet();
        changed.accept(address);
        return true;
    }

    /// A provider with chatbots stays.
    public synchronized boolean removeCsp(String id) {
        if (!chatbots(Optional.of(id)).isEmpty()) {
            throw new TenantFault("csp " + id + " has chatbots; remove them first");
        }
        if (!csps.containsKey(id)) {
            return false;
        }
        store.remove(new TenantKey(TenantKey.Kind.PROVIDER, id));
        csps.remove(id);
        version.incrementAndGet();
        return true;
    }

    private static TenantKey key(ChatbotAddress address) {
        return new TenantKey(TenantKey.Kind.CHATBOT, address.uri());
    }
}
