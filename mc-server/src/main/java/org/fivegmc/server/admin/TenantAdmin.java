package org.fivegmc.server.admin;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.maap.quota.QuotaDesk;
import org.fivegmc.maap.tenant.AddressRange;
import org.fivegmc.maap.tenant.ChatbotKeys;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.TenantFault;
import org.fivegmc.maap.tenant.Verification;
import org.fivegmc.maap.webhook.CallbackCheck;
import org.fivegmc.server.http.AdminOperations;
import org.fivegmc.server.http.TenantOperations;

/// The operators' questions about chatbots, answered from the book of tenants. Thread-safe.
public final class TenantAdmin implements TenantOperations {

    private final TenantBook book;
    private final QuotaDesk quotas;
    private final CallbackCheck check;
    private final WebhookLanes lanes;

    public TenantAdmin(TenantBook book, QuotaDesk quotas, CallbackCheck check, WebhookLanes lanes) {
        this.lanes = lanes;
        this.book = book;
        this.quotas = quotas;
        this.check = check;
    }

    @Override
    public List<Csp> csps() {
        return book.csps().stream().map(this::shown).toList();
    }

    @Override
    public Optional<Csp> csp(String id) {
        return book.csp(id).map(this::shown);
    }

    @Override
    public Change<Csp> putCsp(String id, CspRequest wanted) {
        return changed(() -> {
            Optional<org.fivegmc.maap.tenant.Csp> before = book.csp(id);
            var csp =
                    new org.fivegmc.maap.tenant.Csp(
                            id,
                            wanted.name().or(() -> before.map(b -> b.name())).orElse(id),
                            wanted.active().or(() -> before.map(b -> b.active())).orElse(true),
                            wanted.allowed()
                                    .map(list -> list.stream().map(AddressRange::of).toList())
                                    .or(() -> before.map(b -> b.allowed()))
                                    .orElse(List.of()),
                            wanted.strict().or(() -> before.map(b -> b.strict())).orElse(false),
                            quota(wanted.quota(), before.map(b -> b.quota())));
            return book.put(csp)
                    ? new Change.Created<>(shown(csp))
                    : new Change.Replaced<>(shown(csp));
        });
    }

    @Override
    public Change<Csp> removeCsp(String id) {
        return changed(() -> book.removeCsp(id) ? new Change.Removed<>() : new Change.Unknown<>());
    }

    @Override
    public List<Chatbot> chatbots(Optional<String> csp) {
        return book.chatbots(csp).stream().map(this::shown).toList();
    }

    @Override
    public Optional<Chatbot> chatbot(String address) {
        return ChatbotAddress.of(address).flatMap(book::chatbot).map(this::shown);
    }

    @Override
    public Optional<Lane> lane(String address) {
        return ChatbotAddress.of(address).flatMap(book::chatbot).map(lanes::of);
    }

    @Override
    public Optional<Lane> replay(String address) {
        Optional<org.fivegmc.maap.tenant.Chatbot> chatbot =
                ChatbotAddress.of(address).flatMap(book::chatbot);
        chatbot.ifPresent(lanes::retry);
        return chatbot.map(lanes::of);
    }

    @Override
    public Change<Chatbot> putChatbot(String address, ChatbotRequest wanted) {
        return changed(() -> {
            ChatbotAddress at =
                    ChatbotAddress.of(address)
                            .orElseThrow(() ->
                                    new TenantFault(
                                            "'"
                                                    + address
                                                    + "' is no chatbot: sip:106500@botplatform.rcs.example"));
            Optional<org.fivegmc.maap.tenant.Chatbot> before = book.chatbot(at);
            var wished =
                    new org.fivegmc.maap.tenant.Chatbot(
                            at,
                            needed("csp", wanted.csp(), before.map(b -> b.csp())),
                            wanted.customer().or(() -> before.map(b -> b.customer())).orElse(""),
                            wanted.dialect()
                                    .map(name -> choice(Dialect.class, "dialect", name))
                                    .or(() -> before.map(b -> b.dialect()))
                                    .orElse(Dialect.CTCU),
                            keys(wanted, before.map(b -> b.keys())),
                            callback(wanted, before),
                            wanted.state()
                                    .map(name ->
                                            choice(
                                                    org.fivegmc.maap.tenant.Chatbot.State.class,
                                                    "state",
                                                    name))
                                    .or(() -> before.map(b -> b.state()))
                                    .orElse(org.fivegmc.maap.tenant.Chatbot.State.NORMAL),
                            wanted.testers()
                                    .map(TenantAdmin::numbers)
                                    .or(() -> before.map(b -> b.testers()))
                                    .orElse(List.of()),
                            quota(wanted.quota(), before.map(b -> b.quota())),
                            profile(wanted.profile(), before.map(b -> b.profile())),
                            true,
                            traffic(wanted.traffic(), before.map(b -> b.traffic())));
            var chatbot = wished.withProven(check.isProven(wished, before));
            boolean created = book.put(chatbot);
            check.begin(chatbot);
            return created
                    ? new Change.Created<>(shown(chatbot))
                    : new Change.Replaced<>(shown(chatbot));
        });
    }

    private static ChatbotKeys keys(ChatbotRequest wanted, Optional<ChatbotKeys> before) {
        String key = needed("app-key", wanted.appKey(), before.map(ChatbotKeys::appKey));
        return new ChatbotKeys(
                needed("app-id", wanted.appId(), before.map(ChatbotKeys::appId)),
                key,
                wanted.token().or(() -> before.map(ChatbotKeys::token)).orElse(key));
    }

    private static org.fivegmc.maap.tenant.Quota quota(
            Optional<QuotaRequest> wanted, Optional<org.fivegmc.maap.tenant.Quota> before) {
        var old = before.orElse(org.fivegmc.maap.tenant.Quota.NONE);
        return wanted.map(w ->
                        new org.fivegmc.maap.tenant.Quota(
                                w.perSecond().orElse(old.perSecond()),
                                w.perDay().orElse(old.perDay()),
                                w.perMonth().orElse(old.perMonth())))
                .orElse(old);
    }

    /// A highest class that is set below the usual one takes that with it.
    private static org.fivegmc.maap.tenant.Traffic traffic(
            Optional<TrafficRequest> wanted, Optional<org.fivegmc.maap.tenant.Traffic> before) {
        var old = before.orElse(org.fivegmc.maap.tenant.Traffic.PLAIN);
        if (wanted.isEmpty()) {
            return old;
        }
        TrafficClass highest =
                wanted.get()
                        .highest()
                        .map(name -> choice(TrafficClass.class, "traffic: highest", name))
                        .orElse(old.highest());
        TrafficClass usual =
                wanted.get()
                        .usual()
                        .map(name -> choice(TrafficClass.class, "traffic: usual", name))
                        .orElse(old.usual().isAbove(highest) ? highest : old.usual());
        return new org.fivegmc.maap.tenant.Traffic(usual, highest);
    }

    private static org.fivegmc.maap.tenant.Profile profile(
            Optional<ProfileRequest> wanted, Optional<org.fivegmc.maap.tenant.Profile> before) {
        var old = before.orElse(org.fivegmc.maap.tenant.Profile.EMPTY);
        return wanted.map(w ->
                        new org.fivegmc.maap.tenant.Profile(
                                w.name().orElse(old.name()),
                                w.icon().orElse(old.icon()),
                                w.terms().orElse(old.terms()),
                                w.smsNumber().orElse(old.smsNumber()),
                                old.optionals(),
                                old.menu(),
                                old.signature(),
                                verification(w, old.verification())))
                .orElse(old);
    }

    private static Verification verification(ProfileRequest wanted, Verification old) {
        Verification before =
                wanted.verifiedBy().filter(String::isEmpty).isPresent() ? Verification.NONE : old;
        return new Verification(
                wanted.verifiedBy().orElse(before.by()),
                wanted.verifiedAs().orElse(before.as()),
                wanted.verifiedUntil().orElse(before.until()));
    }

    /// An empty text takes it away.
    private static Optional<URI> callback(
            ChatbotRequest wanted, Optional<org.fivegmc.maap.tenant.Chatbot> before) {
        if (wanted.callback().isEmpty()) {
            return before.flatMap(b -> b.callback());
        }
        String text = wanted.callback().get();
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
        } catch (IllegalArgumentException _) {
            throw new TenantFault("callback: '" + text + "' is no URL");
        }
    }

    private static String needed(String name, Optional<String> wanted, Optional<String> before) {
        return wanted.or(() -> before)
                .orElseThrow(() -> new TenantFault(name + ": a new chatbot needs it"));
    }

    private static List<Msisdn> numbers(List<String> texts) {
        return texts.stream()
                .map(text -> {
                    try {
                        return Msisdn.of(text);
                    } catch (IllegalArgumentException _) {
                        throw new TenantFault("testers: '" + text + "' is no number");
                    }
                })
                .toList();
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String field, String name) {
        for (E value : type.getEnumConstants()) {
            if (lower(value).equals(name.toLowerCase(Locale.ROOT))) {
                return value;
            }
        }
        throw new TenantFault(
                field
                        + ": one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(TenantAdmin::lower)
                                .collect(Collectors.joining(", ")));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Change<Chatbot> removeChatbot(String address) {
        return changed(() ->
                ChatbotAddress.of(address).map(book::remove).orElse(false)
                        ? new Change.Removed<>()
                        : new Change.Unknown<>());
    }

    private <T> Change<T> changed(Supplier<Change<T>> change) {
        try {
            synchronized (book) { // what a chatbot says of itself meanwhile must not get lost
                return change.get();
            }
        } catch (TenantFault fault) {
            return new Change.Refused<>(String.valueOf(fault.getMessage()));
        } catch (StorageException e) {
            throw new AdminOperations.Busy("the store does not take it now: " + e.kind(), e);
        }
    }

    private Csp shown(org.fivegmc.maap.tenant.Csp csp) {
        return new Csp(
                csp.id(),
                csp.name(),
                csp.active(),
                csp.strict(),
                csp.allowed().stream().map(AddressRange::toString).toList(),
                shown(csp.quota()),
                shown(quotas.usage(csp.id())));
    }

    private Chatbot shown(org.fivegmc.maap.tenant.Chatbot chatbot) {
        return new Chatbot(
                chatbot.address().uri(),
                chatbot.csp(),
                chatbot.customer(),
                lower(chatbot.dialect()),
                chatbot.keys().appId(),
                chatbot.callback().map(URI::toString),
                chatbot.proven(),
                lower(chatbot.state()),
                chatbot.testers().stream().map(Msisdn::toString).toList(),
                shown(chatbot.profile()),
                shown(chatbot.quota()),
                new Traffic(lower(chatbot.traffic().usual()), lower(chatbot.traffic().highest())),
                shown(quotas.usage(chatbot.address())));
    }

    private static Profile shown(org.fivegmc.maap.tenant.Profile profile) {
        Verification verification = profile.verification();
        return new Profile(
                profile.name(),
                profile.icon(),
                profile.terms(),
                profile.smsNumber(),
                verification.by(),
                verification.as(),
                verification.until());
    }

    private static Quota shown(org.fivegmc.maap.tenant.Quota quota) {
        return new Quota(quota.perSecond(), quota.perDay(), quota.perMonth());
    }

    private static Usage shown(org.fivegmc.maap.quota.Usage usage) {
        return new Usage(usage.day(), usage.month());
    }
}
