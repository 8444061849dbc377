package org.fivegmc.sip.pager;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.identity.HomeNumbers;

/// Finds out whom a request is for. Immutable.
public final class Addressee {
    private static final String NOWHERE = "anonymous.invalid";

    private final HomeNumbers numbers;
    private final Set<String> ownHosts;

    /// @param ownContact this server's URI
    public Addressee(HomeNumbers numbers, String ownContact) {
        this.numbers = numbers;
        Uri own = Uri.parse(ownContact);
        String domain = numbers.domain().toLowerCase(Locale.ROOT);
        this.ownHosts =
                own == null || !own.isSip()
                        ? Set.of(domain)
                        : Set.copyOf(List.of(domain, host(own)));
    }

    /// The number in the Request-URI. Only when that names this server does To name the recipient:
    /// a Request-URI of anybody else says where the request is meant to go.
    public Optional<Msisdn> of(SipRequest request) {
        Optional<Msisdn> target = numbers.number(request.uri());
        return target.isPresent() || !isThisServer(request.uri())
                ? target
                : numbers.number(request.to());
    }

    /// Whether it is for a sender who hid: the handset knows no other name (RFC 3323 section
    /// 4.1.1.3, which leaves the host to be `anonymous.invalid`).
    boolean isNobody(SipRequest request) {
        Uri uri = request.uri();
        Uri target = isThisServer(uri) ? request.to().uri() : uri;
        return target != null && target.isSip() && target.host().equalsIgnoreCase(NOWHERE);
    }

    /// The number, or the chatbot in the Request-URI.
    public Optional<UserAddress> user(SipRequest request) {
        Optional<ChatbotAddress> chatbot =
                mayBeChatbot(request.uri())
                        ? ChatbotAddress.of(request.uri().raw().toString())
                        : Optional.empty();
        return chatbot.isPresent()
                ? chatbot.map(UserAddress.class::cast)
                : of(request).map(UserAddress.class::cast);
    }

    /// Nearly all are for numbers, and need no text of their address for that.
    private static boolean mayBeChatbot(Uri uri) {
        return uri.isSip() && uri.host().slice().startsWithIgnoreCase(ChatbotAddress.PLATFORM);
    }

    private boolean isThisServer(Uri uri) {
        return uri.isSip() && uri.user() == null && ownHosts.contains(host(uri));
    }

    private static String host(Uri uri) {
        return uri.host().toString().toLowerCase(Locale.ROOT);
    }
}
