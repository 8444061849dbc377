package org.fivegmc.maap.directory;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.ChatbotKeys;
import org.fivegmc.maap.tenant.Dialect;
import org.fivegmc.maap.tenant.Profile;
import org.fivegmc.maap.tenant.TenantBook;
import org.fivegmc.maap.tenant.Tenants;
import org.fivegmc.maap.tenant.Verification;

/// Chatbots that are looked for.
final class Bots {
    static final Msisdn TESTER = Msisdn.of("+8613900000001");
    static final Msisdn ANYBODY = Msisdn.of("+8613900000002");

    private Bots() {}

    static TenantBook book(Chatbot... bots) {
        var book = new TenantBook(new Tenants.Memory(), 100_000);
        book.put(Tenants.csp("acme"));
        for (Chatbot bot : bots) {
            book.put(bot);
        }
        return book;
    }

    static Chatbot bot(String number, String name) {
        return bot(number, name, "");
    }

    static Chatbot bot(String number, String name, String optionals) {
        return new Chatbot(
                        new ChatbotAddress("sip:" + number + "@botplatform.rcs.example"),
                        "acme",
                        "",
                        Dialect.CTCU,
                        new ChatbotKeys("app", "s3cret", "s1gning"),
                        Optional.of(URI.create("https://hook.example/x")),
                        Chatbot.State.NORMAL,
                        List.of(TESTER))
                .withProfile(profile(name, optionals, "", Verification.NONE));
    }

    static Profile profile(String name, String optionals, String menu, Verification verification) {
        return new Profile(
                name,
                "https://i.example/a.png",
                "https://t.example/",
                "106500",
                optionals,
                menu,
                "",
                verification);
    }
}
