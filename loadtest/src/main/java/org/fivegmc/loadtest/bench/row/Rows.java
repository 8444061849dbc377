package org.fivegmc.loadtest.bench.row;

import java.util.List;
import java.util.OptionalInt;
import org.fivegmc.loadtest.bench.peer.Kamailio;
import org.fivegmc.loadtest.bench.result.Comparison;
import org.fivegmc.loadtest.bench.result.Mark;

/// All rows, in the order of the report.
public final class Rows {
    private static final String MESSAGES = "messages";
    private static final String REGISTRATIONS = "registrations";
    private static final String FILES = "files";
    private static final String FAULTS = "faults";
    private static final String PER_CPU = "perCpuSecond";
    private static final String P99 = "p99Us";
    private static final double MILLI = 1e3;
    private static final double GIB = 1L << 30;
    private static final double KIB = 1 << 10;

    private Rows() {}

    public static List<Row> all() {
        return List.of(
                Row.of(
                                "p2p-udp",
                                "messages between registered users over UDP, durable",
                                MESSAGES,
                                new RelayRow("udp", Kamailio.Profile.TM_UDP, 32))
                        .marked(Mark.atLeast(PER_CPU, 25_000), Mark.atLeast(Mark.RATIO, 0.75))
                        .against(kamailio("Kamailio tm, UDP, stores nothing"))
                        .inQuick(),
                Row.of(
                                "p2p-tcp",
                                "messages between registered users over TCP, durable",
                                MESSAGES,
                                new RelayRow("tcp", Kamailio.Profile.TM_TCP, 64))
                        .marked(Mark.atLeast(Mark.RATIO, 0.75))
                        .against(kamailio("Kamailio tm, TCP, stores nothing")),
                Row.of(
                                "p2p-stateless",
                                "the same messages beside a proxy without any state",
                                MESSAGES,
                                new RelayRow("udp", Kamailio.Profile.SL_UDP, 64))
                        .against(kamailio("Kamailio stateless, UDP")),
                Row.of(
                                "both-cores",
                                "messages between registered users, server and load tool on all"
                                        + " processors",
                                MESSAGES,
                                new BothCoresRow())
                        .marked(Mark.atLeast("rate", 30_000)),
                Row.of(
                                "store-offline",
                                "messages stored for users who are away",
                                MESSAGES,
                                new StoreRow())
                        .marked(Mark.atLeast(Mark.RATIO, 5))
                        .against(kamailio("Kamailio msilo with PostgreSQL"))
                        .inQuick(),
                Row.of(
                                "drain",
                                "200,000 users come back, 2,000 a second, to 5 stored messages each",
                                MESSAGES,
                                new DrainRow())
                        .marked(Mark.atLeast("pace", 0.95), Mark.none("ledgerFaults"))
                        .repeated(3, 12)
                        .scaling(),
                Row.of(
                                "latency-5k",
                                "5,000 messages a second between registered users",
                                MESSAGES,
                                new LatencyRow(5_000))
                        .marked(Mark.atMost(P99, 5 * MILLI))
                        .inQuick(),
                Row.of(
                                "latency-20k",
                                "20,000 messages a second between registered users",
                                MESSAGES,
                                new LatencyRow(20_000))
                        .marked(Mark.atMost(P99, 20 * MILLI)),
                Row.of(
                                "handset-talk",
                                "handsets in conversation, each message with its two reports",
                                "messages of conversations, their reports not counted",
                                new TalkRow())
                        .marked(
                                Mark.atLeast("completePerCpuSecond", 7_000),
                                Mark.none("ledgerFaults")),
                Row.of(
                                "fallback-90",
                                "nine of ten messages leave as SMS and are confirmed by receipts",
                                MESSAGES,
                                new FallbackRow())
                        .marked(Mark.atLeast(PER_CPU, 8_000), Mark.none("receiptsLost")),
                Row.of(
                                "session-setup",
                                "chats between registered users: opened, one message through, ended",
                                "chats",
                                new SetupRow())
                        .marked(
                                Mark.atLeast("setUpPerCpuSecond", 3_000),
                                Mark.none("ledgerFaults")),
                Row.of(
                                "chats-10k",
                                "10,000 chats at the same time, each with a message every 10 s",
                                MESSAGES,
                                new ChatsRow())
                        .marked(
                                Mark.atMost("bytesPerChat", 60 * KIB),
                                Mark.atMost("deliveryP99Us", 50 * MILLI),
                                Mark.none("ledgerFaults"))
                        .repeated(3, 6)
                        .scaling(),
                Row.of(
                                "msrp-stream",
                                "messages of 10 MiB in chunks of 2 KiB through chats, durable",
                                "messages of 10 MiB",
                                new StreamRow())
                        .marked(Mark.atLeast(Mark.RATIO, 0.5), Mark.none("ledgerFaults"))
                        .against(
                                new Comparison(
                                        "Netty, passing octets on",
                                        "megabytesPerCpuSecond",
                                        StreamRow.PEER + "megabytesPerCpuSecond")),
                Row.of(
                                "file-upload",
                                "files of 1 MiB taken over HTTP with Digest, each on the disk when"
                                        + " it is answered",
                                FILES,
                                new FilesRow(FilesRow.UPLOAD))
                        .marked(Mark.atLeast(Mark.RATIO, 0.7), Mark.none(FAULTS))
                        .against(nginx("nginx, writing through to the disk"))
                        .repeated(3, 12),
                Row.of(
                                "file-download",
                                "files of 1 MiB given out over HTTP from the kernel's cache",
                                FILES,
                                new FilesRow(FilesRow.DOWNLOAD))
                        .marked(Mark.atLeast(Mark.RATIO, 0.7), Mark.none(FAULTS))
                        .against(nginx("nginx, sendfile"))
                        .repeated(3, 6),
                Row.of(
                                "a2p-submit",
                                "messages of a chatbot to users who are away, durable",
                                MESSAGES,
                                new SubmitRow(OptionalInt.empty()))
                        .marked(
                                Mark.atLeast(PER_CPU, 10_000),
                                Mark.atLeast(Mark.RATIO, 0.35),
                                Mark.none("ledgerFaults"))
                        .against(
                                new Comparison(
                                        "the same HTTP codec, reads the JSON and keeps nothing",
                                        PER_CPU,
                                        SubmitRow.PEER + PER_CPU)),
                Row.of(
                                "a2p-latency",
                                "2,600 messages of a chatbot a second",
                                MESSAGES,
                                new SubmitRow(OptionalInt.of(2_600)))
                        .marked(Mark.atMost(P99, 20 * MILLI), Mark.none("ledgerFaults")),
                Row.of(
                                "a2p-sms",
                                "messages of a chatbot that leave as SMS, to the call of its webhook"
                                        + " after the receipt",
                                MESSAGES,
                                new A2pSmsRow())
                        .marked(Mark.atLeast(PER_CPU, 4_000), Mark.none("ledgerFaults")),
                Row.of(
                                "directory",
                                "users who look for chatbots among 50,000, 100 questions a second",
                                "questions",
                                new DirectoryRow())
                        .marked(Mark.atMost(P99, 50 * MILLI), Mark.none(FAULTS)),
                Row.of(
                                "register-refresh",
                                "registrations of registered users through a trusted peer",
                                REGISTRATIONS,
                                new RegisterRow(false))
                        .marked(Mark.atLeast(PER_CPU, 40_000))
                        .inQuick(),
                Row.of(
                                "register-digest",
                                "registrations of registered users with Digest",
                                REGISTRATIONS,
                                new RegisterRow(true))
                        .marked(Mark.atLeast(PER_CPU, 15_000)),
                Row.of(
                                "subscribers-10m",
                                "10 million registered users, every tenth with two devices",
                                MESSAGES,
                                new SubscribersRow())
                        .marked(
                                Mark.atMost("residentBytes", 8 * GIB),
                                Mark.atMost("readySeconds", 60),
                                Mark.atMost("lookupP99Us", MILLI),
                                Mark.atLeast("rateShare", 0.8))
                        .repeated(1, 20)
                        .scaling(),
                Row.of(
                                "stored-10m",
                                "10 million messages of 1 KiB waiting in 2 million mailboxes",
                                MESSAGES,
                                new StoredRow())
                        .marked(
                                Mark.atLeast("acceptRateShare", 0.8),
                                Mark.atLeast("drainRateShare", 0.8),
                                Mark.atMost("readySeconds", 60),
                                Mark.atMost("diskByPayload", 1.6))
                        .repeated(1, 40)
                        .scaling(),
                Row.of(
                                "storm-10m",
                                "10 million users register at once after a crash, others go on"
                                        + " sending",
                                REGISTRATIONS,
                                new StormRow())
                        .marked(
                                Mark.atLeast("rate", 20_000),
                                Mark.atMost("messages.p99Us", 50 * MILLI))
                        .repeated(1, 20)
                        .scaling(),
                Row.of(
                                "soak",
                                "half an hour of conversations at half capacity",
                                "messages of conversations, their reports not counted",
                                new SoakRow())
                        .marked(
                                Mark.atMost("residentGrowth", 1.1),
                                Mark.atMost("latencyGrowth", 1.25),
                                Mark.atMost("longestPauseMs", 20),
                                Mark.none("ledgerFaults"))
                        .along("minutes", false)
                        .repeated(1, 33)
                        .scaling(),
                Row.of(
                                "overload",
                                "three times as many messages offered as the server can take",
                                MESSAGES,
                                new OverloadRow())
                        .marked(
                                Mark.atLeast("goodput", 0.9),
                                Mark.none("refusedWithoutRetryAfter"),
                                Mark.none("neitherTakenNorRefused"),
                                Mark.none("missing"),
                                Mark.atMost("recoverySeconds", 2))
                        .repeated(3, 4),
                Row.of(
                                "curve-rate",
                                "messages between registered users by offered rate",
                                MESSAGES,
                                new RateCurve())
                        .along("messages offered per second", false)
                        .repeated(3, 5),
                Row.of(
                                "curve-subscribers",
                                "messages by the number of registered users",
                                MESSAGES,
                                new SubscribersCurve())
                        .along("registered users", true)
                        .repeated(3, 20)
                        .scaling(),
                Row.of(
                                "curve-queue",
                                "messages by what waits for others",
                                MESSAGES,
                                new QueueCurve())
                        .along("messages waiting for users who are away", true)
                        .repeated(3, 25)
                        .scaling(),
                Row.of("curve-size", "messages by their size", MESSAGES, new SizeCurve())
                        .along("CPIM body (bytes)", false)
                        .repeated(3, 7),
                Row.of(
                                "curve-cores",
                                "messages by the server's processors",
                                MESSAGES,
                                new CoresCurve())
                        .along("processors of the server", false)
                        .repeated(3, 5));
    }

    /// The named ones in the order they are named; without names all, or the short selection.
    /// Throws [IllegalArgumentException] for a name that is none.
    public static List<Row> chosen(List<String> names, boolean quick) {
        if (names.isEmpty()) {
            return all().stream().filter(row -> row.quick() || !quick).toList();
        }
        return names.stream().map(Rows::named).toList();
    }

    private static Row named(String name) {
        return all().stream()
                .filter(row -> row.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such row: " + name));
    }

    private static Comparison nginx(String name) {
        String rate = "megabytesPerSecond";
        return new Comparison(name, rate, FilesRow.PEER + rate);
    }

    private static Comparison kamailio(String name) {
        return new Comparison(name, PER_CPU, RelayRow.PEER + PER_CPU);
    }
}
