package org.fivegmc.maap.dialect;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Traffic;

/// The words in which chatbots say what a message is for, and how urgent that makes it (ADR 0040):
/// those of RCC.07 section 3.6, where `token` stands for any other word, those of other platforms,
/// and our own.
public final class TrafficTypes {

    /// What requests have the word in, as a member or an element.
    public static final String FIELD = "trafficType";

    /// A `token` of any platform's own; it stands in a header.
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{0,64}");

    private TrafficTypes() {}

    /// Empty for words that are not known here, which RCC.07 allows.
    static Optional<TrafficClass> of(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "alert", "emergency" -> Optional.of(TrafficClass.ALERT);
            case "authentication", "verification", "otp" -> Optional.of(TrafficClass.VERIFICATION);
            case "payment",
                    "premium",
                    "transaction",
                    "conversation",
                    "servicerequest",
                    "acknowledgement" ->
                    Optional.of(TrafficClass.TRANSACTION);
            case "advertisement", "subscription", "promotion", "marketing" ->
                    Optional.of(TrafficClass.MARKETING);
            default -> Optional.empty();
        };
    }

    /// The class of a message.
    ///
    /// @param word empty for nothing said
    /// @param wrong makes the dialect's refusal of what follows the name of the field
    public static TrafficClass of(
            String word, Chatbot chatbot, Function<String, ? extends RuntimeException> wrong) {
        if (!WORD.matcher(word).matches()) {
            throw wrong.apply("is no word");
        }
        Traffic allowed = chatbot.traffic();
        TrafficClass claimed = of(word).orElse(allowed.usual());
        if (!allowed.allows(claimed)) {
            throw wrong.apply(
                    "is "
                            + word
                            + ", and the most urgent that the operator allows this chatbot is "
                            + Traffic.name(allowed.highest()));
        }
        return claimed;
    }
}
