package org.fivegmc.maap.directory;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
/// all of them, which is a few milliseconds for 50,000.
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
    private record Snapshot(long version, List<Entry> entries) {}

    private final TenantBook tenants;
    private volatile Snapshot last = new Snapshot(-1, List.of());

    public ChatbotDirectory(TenantBook tenants) {
        this.tenants = tenants;
    }

    /// Those that have every term somewhere in their name, number, description, provider or
    /// categories; all without a term. First whose name begins with the whole query, then whose
    /// name has it, then the others.
    ///
    /// @param start how many are left out
    Page search(String query, int start, int most, Msisdn asker) {
        String whole = folded(query);
        List<String> terms = whole.isEmpty() ? List.of() : List.of(whole.split(" "));
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

    private Snapshot snapshot() {
        return last.version() == tenants.version() ? last : renewed();
    }

    private synchronized Snapshot renewed() {
        long version =
                tenants.version(); // before what is read: what changes meanwhile is read again
        Snapshot before = last;
        if (before.version() == version) {
            return before;
        }
        Map<ChatbotAddress, Entry> known = HashMap.newHashMap(before.entries().size());
        before.entries().forEach(entry -> known.put(entry.chatbot().address(), entry));
        List<Entry> entries =
                tenants.chatbots(Optional.empty()).stream()
                        .map(chatbot -> entry(chatbot, known))
                        .sorted(Comparator.comparing(Entry::name))
                        .toList();
        last = new Snapshot(version, entries);
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
