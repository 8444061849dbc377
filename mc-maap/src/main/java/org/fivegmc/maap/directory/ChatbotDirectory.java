package org.fivegmc.maap.directory;

import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Csp;
import org.fivegmc.maap.tenant.TenantBook;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which chatbots there are for somebody who looks for one. In memory; thread-safe. A search reads
/// all of them, which is a few milliseconds for 50,000; so many at a time as there are processors.
/// What changes is found after a second at the latest.
///
/// Whom people see:
///
/// | chatbot | its provider | seen by |
/// |---|---|---|
/// | normal | active | everybody |
/// | debug | active | its testers |
/// | paused | | nobody |
/// | | not active | nobody |
public final class ChatbotDirectory {

    /// Some of what was found.
    ///
    /// @param total of all that match
    record Page(int total, List<Chatbot> chatbots) {}

    /// A chatbot and where terms are looked for.
    private record Entry(Chatbot chatbot, String name, String text) {}

    /// All chatbots, by name.
    private record Snapshot(long version, long madeAt, List<Entry> entries) {}

    /// Words of a query that are looked for; further ones are passed over.
    static final int TERMS_MAX = 10;

    private static final Duration STALE = Duration.ofSeconds(1);
    private static final long WAIT_MS = 2_000;

    private final TenantBook tenants;
    private final Semaphore searches;
    private final Duration stale;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile Snapshot last = new Snapshot(-1, 0, List.of());

    public ChatbotDirectory(TenantBook tenants) {
        this(tenants, Runtime.getRuntime().availableProcessors(), STALE);
    }

    /// @param searches that may run at the same time
    /// @param stale how long what has changed may not be found yet
    ChatbotDirectory(TenantBook tenants, int searches, Duration stale) {
        this.tenants = tenants;
        this.searches = new Semaphore(searches);
        this.stale = stale;
    }

    /// Those that have every term somewhere in their name, number, description, provider or
    /// categories; all without a term. First whose name begins with the whole query, then whose
    /// name has it, then the others.
    ///
    /// @param start how many are left out
    /// @return empty when too many searches are under way
    Optional<Page> search(String query, int start, int most, Msisdn asker) {
        try {
            if (!searches.tryAcquire(WAIT_MS, TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(found(query, start, most, asker));
        } finally {
            searches.release();
        }
    }

    private Page found(String query, int start, int most, Msisdn asker) {
        String whole = folded(query);
        List<String> terms =
                whole.isEmpty()
                        ? List.of()
                        : Arrays.stream(whole.split(" ")).limit(TERMS_MAX).toList();
        List<List<Chatbot>> ranks =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Entry entry : snapshot().entries()) {
            if (isSeen(entry.chatbot(), asker) && terms.stream().allMatch(entry.text()::contains)) {
                ranks.get(rank(entry.name(), whole)).add(entry.chatbot());
            }
        }
        List<Chatbot> all = ranks.stream().flatMap(List::stream).toList();
        return new Page(all.size(), all.stream().skip(start).limit(most).toList());
    }

    private static int rank(String name, String whole) {
        int at = name.indexOf(whole);
        return at < 0 ? 2 : Math.min(at, 1);
    }

    /// Empty for one that is not there for whoever asks.
    Optional<Chatbot> find(ChatbotAddress address, Msisdn asker) {
        return tenants.chatbot(address).filter(chatbot -> isSeen(chatbot, asker));
    }

    private boolean isSeen(Chatbot chatbot, Msisdn asker) {
        return chatbot.mayWriteTo(asker)
                && tenants.csp(chatbot.csp()).filter(Csp::active).isPresent();
    }

    /// One thread makes a new one, while the others go on with the last.
    private Snapshot snapshot() {
        Snapshot now = last;
        boolean first = now.version() < 0;
        boolean due = first || System.nanoTime() - now.madeAt() >= stale.toNanos();
        if (now.version() == tenants.version() || !due) {
            return now;
        }
        if (first) {
            renewing.lock();
        } else if (!renewing.tryLock()) {
            return now;
        }
        try {
            return renewed();
        } finally {
            renewing.unlock();
        }
    }

    private Snapshot renewed() {
        long version =
                tenants.version(); // before what is read: what changes meanwhile is read again
        Snapshot before = last;
        if (before.version() == version) {
            return before;
        }
        Map<ChatbotAddress, Entry> known = HashMap.newHashMap(before.entries().size());
        before.entries().forEach(entry -> known.put(entry.chatbot().address(), entry));
        List<Entry> entries =
                tenants.all().stream()
                        .map(chatbot -> entry(chatbot, known))
                        .sorted(
                                Comparator.comparing(Entry::name)
                                        .thenComparing(e -> e.chatbot().address().uri()))
                        .toList();
        last = new Snapshot(version, System.nanoTime(), entries);
        return last;
    }

    private static Entry entry(Chatbot chatbot, Map<ChatbotAddress, Entry> known) {
        Entry before = known.get(chatbot.address());
        if (before != null && before.chatbot().profile().equals(chatbot.profile())) {
            return new Entry(chatbot, before.name(), before.text());
        }
        return new Entry(chatbot, folded(chatbot.profile().name()), folded(text(chatbot)));
    }

    private static String text(Chatbot chatbot) {
        String uri = chatbot.address().uri();
        String optionals = chatbot.profile().optionals();
        JsonNode said =
                optionals.isEmpty()
                        ? JsonMapper.shared().createObjectNode()
                        : JsonMapper.shared().readTree(optionals);
        return Stream.concat(
                        Stream.of(
                                chatbot.profile().name(),
                                uri.substring(uri.indexOf(':') + 1, uri.indexOf('@')),
                                chatbot.profile().smsNumber(),
                                said.path(Said.DESCRIPTION).asString(""),
                                said.path(Said.PROVIDER).asString("")),
                        said.path(Said.CATEGORY).valueStream().map(node -> node.asString("")))
                .collect(Collectors.joining(" "));
    }

    /// As it is compared: wide and narrow forms, capitals and small letters are the same.
    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip()
                .replaceAll("\\s+", " ");
    }
}
