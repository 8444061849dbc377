package org.fivegmc.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fallback to SMS and MMS: the gateways and what goes through which.
///
/// @param routes number prefix or operator to gateway ids in order of preference
/// @param maxParts parts one message may be split into
/// @param resendUnknown whether a message whose hand-over was not answered is handed over again
/// @param maxResends how often at most
/// @param handOverTimeout what a gateway may take for a part, from its queue to the answer
/// @param receiptTimeout how long a delivery receipt is waited for
/// @param language of the words around content that is no text
/// @param mapLink address of a map with `{lat}` and `{lon}` in it
/// @param mm7Listen where MMSCs bring reports
/// @param maxCards how many cards of a carousel an SMS has
/// @param replyMemory how long it is known what an SMS of a chatbot was about
/// @param partTimeout how long parts of a message of a handset wait for each other
/// @param maxWaitingParts how many such parts wait at a time
public record FallbackConfig(
        List<GatewayConfig> gateways,
        Map<String, List<String>> routes,
        int maxParts,
        Duration validity,
        boolean resendUnknown,
        int maxResends,
        Duration handOverTimeout,
        Duration receiptTimeout,
        Language language,
        Optional<String> mapLink,
        Optional<HostPort> mm7Listen,
        int maxCards,
        Duration replyMemory,
        Duration partTimeout,
        int maxWaitingParts) {

    /// A language that SMS are worded in.
    public enum Language {
        ZH,
        EN
    }

    private static final Type.Scalar<String> ROUTE_KEY =
            Types.matching(
                    "number prefix or operator",
                    "+ and 1 to 15 digits, or one of cmcc, cucc, ctcc, cbn",
                    "\\+[1-9]\\d{0,14}|cmcc|cucc|ctcc|cbn");

    static final Setting<List<GatewayConfig>> GATEWAYS =
            Setting.of(
                    "fallback.gateways",
                    new Type.Groups<>("gateway", GatewayConfig.SETTINGS, GatewayConfig::from, 64),
                    "",
                    "The gateways for SMS and MMS.");
    static final Setting<Map<String, List<String>>> ROUTES =
            Setting.of(
                            "fallback.routes",
                            Types.map(ROUTE_KEY, Types.list(Types.text(32), 1, 8), 1000),
                            "",
                            "Gateways by number prefix or operator, in order of preference, such as `{cmcc: [ismg-1],"
                                    + " +86: [smsc-1]}`. The route of the number's operator wins (`cmcc`, `cucc`,"
                                    + " `ctcc`, `cbn`), else that of the longest prefix. Gateways for SMS and for MMS"
                                    + " are chosen each for themselves; those for which there is no route at all"
                                    + " serve all numbers.")
                    .live();
    static final Setting<Integer> MAX_PARTS =
            Setting.of(
                            "fallback.max-parts",
                            Types.integer(1, 255),
                            "8",
                            "Parts one message may be split into; longer ones are not sent as SMS.")
                    .live();
    static final Setting<Duration> VALIDITY =
            Setting.of(
                            "fallback.validity",
                            Types.duration("1m", "7d"),
                            "24h",
                            "Validity period asked of the SMSC, never beyond the message's own expiry.")
                    .live();
    static final Setting<Boolean> RESEND_UNKNOWN =
            Setting.of(
                            "fallback.resend-unknown",
                            Types.bool(),
                            "true",
                            "Whether a message is handed over again when the SMSC did not answer; true risks a"
                                    + " duplicate, false a loss.")
                    .live();
    static final Setting<Integer> MAX_RESENDS =
            Setting.of(
                            "fallback.max-resends",
                            Types.integer(1, 10),
                            "2",
                            "How often a message without an answer of the SMSC is handed over again at most; after"
                                    + " that only a receipt or a late answer tells what became of it.")
                    .live();
    static final Setting<Duration> HAND_OVER_TIMEOUT =
            Setting.of(
                    "fallback.hand-over-timeout",
                    Types.duration("1s", "10m"),
                    "40s",
                    "Time a gateway may take for one part, from its own queue to the SMSC's answer; what could not be"
                            + " sent in time comes back to be tried again.");
    static final Setting<Duration> RECEIPT_TIMEOUT =
            Setting.of(
                            "fallback.receipt-timeout",
                            Types.duration("1s", "10d"),
                            "72h",
                            "How long a delivery receipt is waited for.")
                    .live();

    static final Setting<Language> LANGUAGE =
            Setting.of(
                    "fallback.language",
                    Types.choice(Language.class),
                    "zh",
                    "Language of the few words an SMS has for files, audio messages, contact cards and places.");
    static final Setting<Optional<String>> MAP_LINK =
            Setting.optional(
                    "fallback.map-link",
                    Types.matching(
                            "map link",
                            "https://… of 200 characters at most, with {lat} and {lon}",
                            "(?=.*\\{lat\\})(?=.*\\{lon\\})https://[!-~]{1,192}"),
                    "https://maps.rcs.local/?q={lat},{lon}",
                    "Address of a map that an SMS about a place has, with `{lat}` and `{lon}` for degrees; a `geo:`"
                            + " address (RFC 5870) when not set.");

    static final Setting<Optional<HostPort>> MM7_LISTEN =
            Setting.optional(
                    "fallback.mm7-listen",
                    Types.hostPort(),
                    "127.0.0.1:8092",
                    "Address where MMSCs bring reports on delivery and reading, by `POST /mm7/` and the `id` of their"
                            + " gateway. Port 0 takes any free one.");
    static final Setting<Integer> MAX_CARDS =
            Setting.of(
                    "fallback.max-cards",
                    Types.integer(1, 10),
                    "3",
                    "Cards of a carousel that an SMS has.");
    static final Setting<Duration> REPLY_MEMORY =
            Setting.of(
                    "fallback.reply-memory",
                    Types.duration("1m", "30d"),
                    "72h",
                    "How long it is known which conversation an SMS of a chatbot belongs to, and what its"
                            + " suggestions are, for an SMS in answer. One record of up to 4 KiB for each chatbot and"
                            + " user.");
    static final Setting<Duration> PART_TIMEOUT =
            Setting.of(
                    "fallback.part-timeout",
                    Types.duration("1s", "1h"),
                    "2m",
                    "How long the parts of a long SMS from a handset wait for each other; those that are there go on"
                            + " alone then.");
    static final Setting<Integer> MAX_WAITING_PARTS =
            Setting.of(
                    "fallback.max-waiting-parts",
                    Types.integer(1, 1_000_000),
                    "10000",
                    "Parts of long SMS from handsets that wait at a time; the SMSC is asked to bring more of them"
                            + " later.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    GATEWAYS,
                    ROUTES,
                    MAX_PARTS,
                    VALIDITY,
                    RESEND_UNKNOWN,
                    MAX_RESENDS,
                    HAND_OVER_TIMEOUT,
                    RECEIPT_TIMEOUT,
                    LANGUAGE,
                    MAP_LINK,
                    MM7_LISTEN,
                    MAX_CARDS,
                    REPLY_MEMORY,
                    PART_TIMEOUT,
                    MAX_WAITING_PARTS);

    static FallbackConfig from(Values values) {
        return new FallbackConfig(
                values.get(GATEWAYS),
                values.get(ROUTES),
                values.get(MAX_PARTS),
                values.get(VALIDITY),
                values.get(RESEND_UNKNOWN),
                values.get(MAX_RESENDS),
                values.get(HAND_OVER_TIMEOUT),
                values.get(RECEIPT_TIMEOUT),
                values.get(LANGUAGE),
                values.get(MAP_LINK),
                values.get(MM7_LISTEN),
                values.get(MAX_CARDS),
                values.get(REPLY_MEMORY),
                values.get(PART_TIMEOUT),
                values.get(MAX_WAITING_PARTS));
    }
}
