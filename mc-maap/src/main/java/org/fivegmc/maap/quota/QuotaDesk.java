package org.fivegmc.maap.quota;

import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.core.storage.TenantStore;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Quota;
import org.fivegmc.maap.tenant.TenantBook;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Counts what chatbots send and refuses what is too much: for a chatbot, for its provider and for
/// all together, in this order, so that who is over its own quota takes nothing of what it shares
/// with others.
///
/// Counts are in memory and saved every [#SAVE_SECONDS], and when the server stops: a process that
/// is killed forgets what was counted since, and grants that much too much. Days and months are
/// those of China. Thread-safe; nothing here waits.
@SuppressWarnings("FutureReturnValueIgnored") // saving tells of its faults itself
public final class QuotaDesk implements AutoCloseable {

    /// How old a saved count may be.
    static final long SAVE_SECONDS = 2;

    /// Counts saved by one commit.
    private static final int ROWS = 1000;

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final TenantKey ALL = new TenantKey(TenantKey.Kind.USAGE, TenantKey.ALL);

    private final TenantBook book;
    private final TenantStore store;
    private final Quota gateway;
    private final QuotaEvents events;
    private final InstantSource clock;
    private final TimeMeter meter;
    private final ConcurrentHashMap<TenantKey, Account> accounts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService saver =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("quota-save").daemon().factory());

    /// Reads what was counted.
    ///
    /// @param gateway limit of all chatbots together
    public QuotaDesk(
            TenantBook book,
            TenantStore store,
            Quota gateway,
            QuotaEvents events,
            InstantSource clock) {
        this(book, store, gateway, events, clock, TimeMeter.SYSTEM_NANOTIME);
    }

    QuotaDesk(
            TenantBook book,
            TenantStore store,
            Quota gateway,
            QuotaEvents events,
            InstantSource clock,
            TimeMeter meter) {
        this.book = book;
        this.store = store;
        this.gateway = gateway;
        this.events = events;
        this.clock = clock;
        this.meter = meter;
        store.scan((key, row) -> {
            switch (key.kind()) {
                case USAGE, PROVIDER_USAGE, CHATBOT_USAGE ->
                        accounts.put(key, new Account(read(row), meter));
                case PROVIDER, CHATBOT, CHATBOT_FILES, SMS_PART -> {
                    // kept by others
                }
            }
        });
        saver.scheduleWithFixedDelay(this::save, SAVE_SECONDS, SAVE_SECONDS, TimeUnit.SECONDS);
    }

    private static Usage read(byte[] row) {
        try {
            return MAPPER.readValue(row, Usage.class);
        } catch (JacksonException e) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT, "row of a count: " + e.getOriginalMessage());
        }
    }

    /// One whose quota a message is counted against.
    private record Payer(Level level, TenantKey key, String who, Quota quota) {}

    private List<Payer> payers(Chatbot chatbot) {
        Quota shared = book.csp(chatbot.csp()).map(csp -> csp.quota()).orElse(Quota.NONE);
        return List.of(
                new Payer(
                        Level.CHATBOT,
                        key(chatbot.address()),
                        chatbot.address().uri(),
                        chatbot.quota()),
                new Payer(Level.CSP, key(chatbot.csp()), chatbot.csp(), shared),
                new Payer(Level.GATEWAY, ALL, "", gateway));
    }

    private static TenantKey key(ChatbotAddress chatbot) {
        return new TenantKey(TenantKey.Kind.CHATBOT_USAGE, chatbot.uri());
    }

    private static TenantKey key(String csp) {
        return new TenantKey(TenantKey.Kind.PROVIDER_USAGE, csp);
    }

    private Account account(TenantKey key) {
        Account known = accounts.get(key);
        return known != null
                ? known
                : accounts.computeIfAbsent(key, _ -> new Account(new Usage(today(), 0, 0), meter));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), CHINA);
    }

    /// Counts the recipients of a message, all of them or none; empty when they are within every
    /// quota.
    public Optional<Exceeded> take(Chatbot chatbot, int recipients) {
        LocalDate today = today();
        List<Payer> payers = payers(chatbot);
        for (int i = 0; i < payers.size(); i++) {
            Payer payer = payers.get(i);
            Optional<Period> over = account(payer.key()).take(payer.quota(), recipients, today);
            if (over.isPresent()) {
                giveBack(payers.subList(0, i), recipients, today);
                events.overQuota(payer.level(), over.get(), recipients);
                return Optional.of(exceeded(payer, over.get(), recipients));
            }
        }
        events.counted(recipients);
        return Optional.empty();
    }

    private static Exceeded exceeded(Payer payer, Period period, int recipients) {
        long limit =
                switch (period) {
                    case SECOND -> payer.quota().perSecond();
                    case DAY -> payer.quota().perDay();
                    case MONTH -> payer.quota().perMonth();
                };
        return new Exceeded(payer.level(), payer.who(), period, limit, recipients);
    }

    /// Undoes the counting of recipients that were not new, or not taken.
    public void giveBack(Chatbot chatbot, int recipients) {
        if (recipients > 0) {
            giveBack(payers(chatbot), recipients, today());
        }
    }

    private void giveBack(List<Payer> payers, int recipients, LocalDate today) {
        payers.forEach(payer -> account(payer.key()).giveBack(recipients, today));
    }

    /// What was counted today and in this month.
    public Usage usage(ChatbotAddress chatbot) {
        return usage(key(chatbot));
    }

    /// The same of a provider.
    public Usage usage(String csp) {
        return usage(key(csp));
    }

    private Usage usage(TenantKey key) {
        Account account = accounts.get(key);
        return account == null ? new Usage(today(), 0, 0) : account.usage(today());
    }

    /// Saves what has changed, and forgets whoever is no tenant any more.
    synchronized void save() {
        Map<TenantKey, byte[]> changed = new HashMap<>();
        List<TenantKey> gone = new ArrayList<>();
        accounts.forEach((key, account) -> {
            if (!isTenant(key)) {
                gone.add(key);
            } else {
                account.unsaved()
                        .ifPresent(usage -> changed.put(key, MAPPER.writeValueAsBytes(usage)));
            }
            if (changed.size() + gone.size() >= ROWS) {
                save(changed, gone);
            }
        });
        save(changed, gone);
    }

    private void save(Map<TenantKey, byte[]> changed, List<TenantKey> gone) {
        try {
            store.change(changed, gone);
            gone.forEach(accounts::remove);
        } catch (RuntimeException e) {
            changed.keySet().forEach(key -> account(key).notSaved());
            events.notSaved(e);
        }
        changed.clear();
        gone.clear();
    }

    private boolean isTenant(TenantKey key) {
        return switch (key.kind()) {
            case PROVIDER_USAGE -> book.csp(key.id()).isPresent();
            case CHATBOT_USAGE -> book.chatbot(new ChatbotAddress(key.id())).isPresent();
            case USAGE, PROVIDER, CHATBOT, CHATBOT_FILES, SMS_PART -> true;
        };
    }

    /// Saves for the last time.
    @Override
    public void close() {
        saver.close();
        save();
    }
}
