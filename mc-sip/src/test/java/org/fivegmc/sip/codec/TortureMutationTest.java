package org.fivegmc.sip.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Random damage to the torture messages: whatever arrives is read, checked and answered without an
/// exception and in bounded time, and what is answered is itself well-formed.
@org.jspecify.annotations.NullUnmarked // JUnit sets the fields
class TortureMutationTest {

    private static final int ROUNDS = 400;
    private static final String[] PIECES = {
        "\r\n",
        "\r\n ",
        "\n",
        "\r",
        "\0",
        "\"",
        "<",
        ">",
        ";",
        ",",
        ":",
        "@",
        "[",
        "]",
        "%",
        "%00",
        "SIP/2.0",
        "Content-Length: 99999999999\r\n",
        "l: -1\r\n",
        "Via: ",
        "v: SIP/2.0/UDP x\r\n",
        "\u0000\uffff",
        ";;",
        "z9hG4bK",
        "4294967296",
        "tel:",
        "sip:",
        "CSeq: 1 ACK\r\n"
    };

    private static final List<byte[]> CORPUS = new ArrayList<>();

    private final SipParser parser = new SipParser(SipLimits.DEFAULTS);
    private final SipCheck check = new SipCheck(Set.of("path"));
    private int answered;

    @BeforeAll
    static void readCorpus() throws IOException, URISyntaxException {
        CORPUS.clear();
        Path root =
                Path.of(
                        Objects.requireNonNull(
                                        TortureMutationTest.class.getResource("/sip-torture"))
                                .toURI());
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".dat")).sorted().toList()) {
                CORPUS.add(Files.readAllBytes(file));
            }
        }
    }

    /// One change: flip, cut, insert, repeat, or splice with another message.
    private static byte[] damage(byte[] whole, Random random) {
        int at = random.nextInt(whole.length);
        int to = Math.min(whole.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> Arrays.copyOf(whole, Math.max(1, at));
            case 2 -> {
                String piece = PIECES[random.nextInt(PIECES.length)];
                yield join(whole, at, piece.getBytes(StandardCharsets.UTF_8), at, whole);
            }
            case 3 -> join(whole, to, Arrays.copyOfRange(whole, at, to), to, whole);
            case 4 -> join(whole, at, new byte[0], to, whole);
            default -> {
                byte[] other = CORPUS.get(random.nextInt(CORPUS.size()));
                yield join(whole, at, new byte[0], random.nextInt(other.length), other);
            }
        };
    }

    private static byte[] join(byte[] a, int until, byte[] middle, int from, byte[] b) {
        byte[] joined = Arrays.copyOf(a, until + middle.length + b.length - from);
        System.arraycopy(middle, 0, joined, until, middle.length);
        System.arraycopy(b, from, joined, until + middle.length, b.length - from);
        return joined.length == 0 ? new byte[] {'x'} : joined;
    }

    static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole;
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            bytes = damage(bytes, random);
        }
        return bytes;
    }

    @Test
    void damagedDatagramsAreAnsweredOrDropped() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (byte[] whole : CORPUS) {
                        for (int round = 0; round < ROUNDS; round++) {
                            survives(damaged(whole, random), seed);
                        }
                    }
                });
        assertThat(answered).as("most damage leaves something to answer").isGreaterThan(ROUNDS);
    }

    @Test
    void damagedStreamsEndOrGoOn() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (byte[] whole : CORPUS) {
                        for (int round = 0; round < ROUNDS / 4; round++) {
                            stream(damaged(whole, random), random, seed);
                        }
                    }
                });
    }

    private void stream(byte[] bytes, Random random, long seed) {
        var framer = new StreamFramer(SipLimits.DEFAULTS, parser);
        for (int at = 0; at < bytes.length; ) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(200));
            framer.append(bytes, at, n);
            at += n;
            int frames = 0;
            while (framer.next() instanceof StreamFramer.Received(SipParse parse)) {
                use(parse, seed);
                assertThat(frames++).as("frames from %d octets, seed %d", n, seed).isLessThan(200);
            }
        }
    }

    private void survives(byte[] bytes, long seed) {
        try {
            use(parser.parseDatagram(bytes), seed);
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + ": " + new String(bytes, StandardCharsets.ISO_8859_1), e);
        }
    }

    private void use(SipParse parse, long seed) {
        switch (parse) {
            case SipRequest r ->
                    answer(
                            r,
                            check.check(r) instanceof SipCheck.Rejected(SipReply reply, _)
                                    ? reply
                                    : read(r),
                            seed);
            case SipResponse r -> check.accepts(r);
            case Malformed m ->
                    m.answerable()
                            .ifPresent(r ->
                                    answer(
                                            r,
                                            SipReply.of(m.rule().status(), m.rule().label()),
                                            seed));
        }
    }

    /// What roles read of a request that passed.
    private static SipReply read(SipRequest r) {
        r.contacts().entries().forEach(c -> c.params().get("expires"));
        r.nameAddrs(HeaderName.ROUTE).entries();
        r.values(HeaderName.VIA).forEach(Via::parse);
        r.uri().params().get("user");
        Span display = r.from().display();
        if (display != null) {
            display.unquoted();
        }
        r.to().tag();
        r.expires();
        return SipReply.of(200).withCopyOf(r, HeaderName.CONTACT);
    }

    private void answer(SipRequest r, SipReply reply, long seed) {
        if (r.topViaOrNull() == null) {
            return;
        }
        var w = new SipWriter();
        ResponseWriter.write(w, r, reply, "tag", "192.0.2.9", 5099);
        byte[] bytes = w.toByteArray();
        assertThat(new SipParser(WIDE).parseDatagram(bytes))
                .as(
                        "seed %d, the answer to%n%s%nis%n%s",
                        seed, r, new String(bytes, StandardCharsets.ISO_8859_1))
                .isInstanceOf(SipResponse.class);
        answered++;
    }

    /// An answer may be longer than its request was allowed to be.
    private static final SipLimits WIDE =
            new SipLimits(1 << 20, 1 << 20, 1 << 20, 1_024, 65_535, 1 << 20, 1 << 16);
}
