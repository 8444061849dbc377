package org.fivegmc.server.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One gateway: for SMS by SMPP 3.4 or CMPP, or for MMS by MM7.
///
/// @param window requests without an answer on one link
/// @param rate messages a second over all links, 0 for no limit
/// @param receiptId how the message id of `submit_sm_resp` is turned into that of the receipts
/// @param receiptStates what words of the SMSC's own in receipts mean
/// @param receiptTimeZone of the dates in receipts, and of the time stamp of a login to CMPP
/// @param priority whether the SMSC is told how urgent a message is
/// @param enquireTries probes without an answer after which a link is given up
/// @param cmpp what CMPP needs beside
/// @param mm7 what MM7 needs beside
public record GatewayConfig(
        String id,
        Type type,
        String host,
        int port,
        String systemId,
        Optional<Secret> password,
        String systemType,
        int links,
        int window,
        int rate,
        Concatenation concatenation,
        ReceiptId receiptId,
        Map<String, ReceiptState> receiptStates,
        ZoneId receiptTimeZone,
        boolean receiptsByText,
        boolean priority,
        Duration enquireLink,
        int enquireTries,
        Duration responseTimeout,
        boolean tls,
        CmppConfig cmpp,
        Mm7Config mm7) {

    private static final int HTTPS = 443;

    /// The protocol.
    public enum Type {
        SMPP(2775),
        CMPP(7890),
        MM7(80);

        private final int port;

        Type(int port) {
            this.port = port;
        }
    }

    /// How the parts of a long message are tied together (SMPP 3.4 section 5.3.2, 3GPP TS 23.040
    /// section 9.2.3.24).
    public enum Concatenation {
        UDH,
        UDH16,
        SAR,
        PAYLOAD
    }

    /// How ids in receipts differ from those given at submission: hexadecimal and decimal, leading
    /// zeros, case; or not to be trusted at all, so that only `user_message_reference` tells, or
    /// nothing but the destination and the time.
    public enum ReceiptId {
        ASIS,
        HEX_TO_DEC,
        DEC_TO_HEX,
        STRIP_ZEROS,
        ANY_CASE,
        REFERENCE,
        DESTINATION_TIME
    }

    /// What became of a message (SMPP 3.4 section 5.2.28).
    public enum ReceiptState {
        ENROUTE,
        ACCEPTED,
        DELIVERED,
        EXPIRED,
        DELETED,
        UNDELIVERABLE,
        REJECTED,
        UNKNOWN
    }

    static final Setting<String> ID =
            Setting.required(
                    "id",
                    Types.matching(
                            "name", "a-z, 0-9 and hyphens, up to 32", "[a-z0-9][a-z0-9-]{0,31}"),
                    "smsc-1",
                    "Name in routes, metrics and logs.");
    static final Setting<Type> TYPE =
            Setting.of(
                    "type",
                    Types.choice(Type.class),
                    "smpp",
                    "Protocol of the gateway: `smpp` and `cmpp` for SMS, `mm7` for MMS.");
    static final Setting<String> HOST =
            Setting.required(
                    "host", Types.text(253), "127.0.0.1", "Name or address of the SMSC or MMSC.");
    static final Setting<Optional<Integer>> PORT =
            Setting.optional(
                    "port",
                    Types.integer(1, 65_535),
                    "2775",
                    "Port of the SMSC; when not set, 2775 for SMPP, 7890 for CMPP, and 80 for MM7, or 443 with"
                            + " `tls`.");
    static final Setting<String> SYSTEM_ID =
            Setting.required(
                    "system-id",
                    Types.ascii(15),
                    "5gmc",
                    "Account at the SMSC; for CMPP the SP_Id of 6 characters, for MM7 the user of HTTP Basic.");
    static final Setting<Optional<Secret>> PASSWORD =
            Setting.optional(
                    "password",
                    Types.secret(8),
                    "file:/etc/5gmc/smsc-1.password",
                    "Password of the account, for SMPP.");
    static final Setting<Optional<String>> SYSTEM_TYPE =
            Setting.optional("system-type", Types.ascii(12), "RCS", "`system_type` of the bind.");
    static final Setting<Integer> LINKS =
            Setting.of(
                    "links",
                    Types.integer(1, 64),
                    "1",
                    "Connections held open (transceiver binds of SMPP); MM7 has as many as it needs.");
    static final Setting<Integer> WINDOW =
            Setting.of(
                    "window",
                    Types.integer(1, 4096),
                    "16",
                    "Requests without an answer on one link, for MM7 in all; CMPP has 16 at most.");
    static final Setting<Integer> RATE =
            Setting.of(
                    "rate",
                    Types.integer(0, 1_000_000),
                    "100",
                    "Messages a second over all links, what the contract allows. When the SMSC asks for a slower"
                            + " pace, the center goes below it for a while; 0 is no limit and leaves the pace to"
                            + " the SMSC.");
    static final Setting<Concatenation> CONCATENATION =
            Setting.of(
                    "concatenation",
                    Types.choice(Concatenation.class),
                    "udh",
                    "How the parts of a long message are tied together; `sar` and `payload` are of SMPP alone.");
    static final Setting<ReceiptId> RECEIPT_ID =
            Setting.of(
                    "receipt-id",
                    Types.choice(ReceiptId.class),
                    "asis",
                    "How the id given at submission is turned into the one that stands in receipts; `reference` ties"
                            + " receipts by user_message_reference instead, and `destination-time`, the last"
                            + " resort, takes each for the oldest part to its number that was there at its submit"
                            + " date and has none yet.");
    static final Setting<Map<String, ReceiptState>> RECEIPT_STATES =
            Setting.of(
                    "receipt-states",
                    Types.map(
                            Types.matching(
                                    "word",
                                    "1 to 32 capital letters, digits, dots, colons, hyphens and underscores",
                                    "[A-Z0-9._:-]{1,32}"),
                            Types.choice(ReceiptState.class),
                            64),
                    "",
                    "What the SMSC's own `stat:` words mean, such as `{DELIVERED-OK: delivered, MO-ABSENT: expired}`;"
                            + " words that are not here are read as SMPP has them. message_state, where a receipt"
                            + " has it, counts before any word.");
    static final Setting<ZoneId> RECEIPT_TIME_ZONE =
            Setting.of(
                    "receipt-time-zone",
                    Types.timeZone(),
                    "UTC",
                    "Zone of the dates in receipts, for `receipt-id: destination-time`, and of the time stamp of a login"
                            + " to CMPP.");
    static final Setting<Boolean> RECEIPTS_BY_TEXT =
            Setting.of(
                    "receipts-by-text",
                    Types.bool(),
                    "false",
                    "Whether a message of the SMSC that is not marked as a receipt is taken for one when its text"
                            + " reads like one.");
    static final Setting<Boolean> PRIORITY =
            Setting.of(
                    "priority",
                    Types.bool(),
                    "true",
                    "Whether alerts and verifications are marked as urgent (priority_flag 3 and 2, Msg_level 9 and 6);"
                            + " everything else has 0. Of an SMSC that refuses them, `false`.");
    static final Setting<Duration> ENQUIRE_LINK =
            Setting.of(
                    "enquire-link",
                    Types.duration("1s", "1h"),
                    "15s",
                    "Pause after which a silent link is probed (enquire_link, ACTIVE_TEST).");
    static final Setting<Integer> ENQUIRE_TRIES =
            Setting.of(
                    "enquire-tries",
                    Types.integer(1, 10),
                    "2",
                    "Probes without an answer, 5 seconds each, after which a link is given up; CMPP has 3.");
    static final Setting<Duration> RESPONSE_TIMEOUT =
            Setting.of(
                    "response-timeout",
                    Types.duration("100ms", "5m"),
                    "10s",
                    "Time an answer may take; after it the outcome is unknown. CMPP has 60s, for which"
                            + " `fallback.hand-over-timeout` has to be longer.");
    static final Setting<Boolean> TLS =
            Setting.of("tls", Types.bool(), "false", "The protocol inside TLS.");

    static final List<Setting<?>> SETTINGS =
            Stream.of(own(), CmppConfig.SETTINGS, Mm7Config.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    private static List<Setting<?>> own() {
        return List.of(
                ID,
                TYPE,
                HOST,
                PORT,
                SYSTEM_ID,
                PASSWORD,
                SYSTEM_TYPE,
                LINKS,
                WINDOW,
                RATE,
                CONCATENATION,
                RECEIPT_ID,
                RECEIPT_STATES,
                RECEIPT_TIME_ZONE,
                RECEIPTS_BY_TEXT,
                PRIORITY,
                ENQUIRE_LINK,
                ENQUIRE_TRIES,
                RESPONSE_TIMEOUT,
                TLS);
    }

    static GatewayConfig from(Values values) {
        return new GatewayConfig(
                values.get(ID),
                values.get(TYPE),
                values.get(HOST),
                port(values),
                values.get(SYSTEM_ID),
                values.get(PASSWORD),
                values.get(SYSTEM_TYPE).orElse(""),
                values.get(LINKS),
                values.get(WINDOW),
                values.get(RATE),
                values.get(CONCATENATION),
                values.get(RECEIPT_ID),
                values.get(RECEIPT_STATES),
                values.get(RECEIPT_TIME_ZONE),
                values.get(RECEIPTS_BY_TEXT),
                values.get(PRIORITY),
                values.get(ENQUIRE_LINK),
                values.get(ENQUIRE_TRIES),
                values.get(RESPONSE_TIMEOUT),
                values.get(TLS),
                CmppConfig.from(values),
                Mm7Config.from(values));
    }

    private static int port(Values values) {
        boolean https = values.get(TYPE) == Type.MM7 && values.get(TLS);
        return values.get(PORT).orElse(https ? HTTPS : values.get(TYPE).port);
    }
}
