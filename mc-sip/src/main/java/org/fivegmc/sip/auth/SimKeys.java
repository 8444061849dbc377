package org.fivegmc.sip.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.core.message.Msisdn;

/// An authentication centre of its own, for laboratories and private networks: the keys of the
/// cards stand in a file, vectors are made from them by Milenage. Thread-safe.
///
/// A line is `number identity K OPc [AMF]`: the number in E.164, the private identity or `*`, the
/// keys in hexadecimal. Sequence numbers follow the clock (TS 33.102 annex C.1.1.3), so that a
/// restart needs no memory; a card that is ahead or far behind asks for resynchronisation.
public final class SimKeys implements AkaVectorSource {

    /// Above, a file is no place for keys.
    public static final int MOST = 100_000;

    /// 2020-01-01: on a new card a sequence number of now must not look like a wrap-around.
    private static final long EPOCH_SECONDS = 1_577_836_800L;

    private static final int KEY_OCTETS = 16;
    private static final int AMF_OCTETS = 2;
    private static final int SQN_OCTETS = 6;
    private static final int MAC_OCTETS = 8;

    /// The lowest bits of a sequence number choose a place in the card's list.
    private static final int PLACE_BITS = 5;

    /// Resynchronisation is proven with an AMF of zero (TS 33.102 section 6.3.3).
    private static final byte[] NO_AMF = new byte[AMF_OCTETS];

    private static final class Card {
        private final String identity;
        private final byte[] k;
        private final byte[] opc;
        private final byte[] amf;

        /// How far the card's sequence is from the clock's.
        private long offset;

        private long last;

        Card(String identity, byte[] k, byte[] opc, byte[] amf) {
            this.identity = identity;
            this.k = k;
            this.opc = opc;
            this.amf = amf;
        }

        synchronized long next(long now) {
            last = Math.max(last + 1, now + offset);
            return last;
        }

        synchronized void continueFrom(long sequence, long now) {
            last = sequence;
            offset = sequence + 1 - now;
        }

        boolean isFor(String given) {
            return given.isEmpty() || identity.equals("*") || identity.equals(given);
        }
    }

    private final Map<Msisdn, Card> cards;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private SimKeys(Map<Msisdn, Card> cards, Clock clock) {
        this.cards = cards;
        this.clock = clock;
    }

    /// Reads the file once.
    ///
    /// @throws IOException names the file, and the line that can't be read
    public static SimKeys read(Path file, Clock clock) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        }
        Map<Msisdn, Card> cards = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = file + ":" + (i + 1) + ": ";
            if (cards.size() == MOST) {
                throw new IOException(where + "more than " + MOST + " cards");
            }
            String[] fields = line.split("\\s+", -1);
            if (fields.length < 4 || fields.length > 5) {
                throw new IOException(where + "a line is `number identity K OPc [AMF]`");
            }
            Card card =
                    new Card(
                            fields[1],
                            octets(fields[2], KEY_OCTETS, where + "K"),
                            octets(fields[3], KEY_OCTETS, where + "OPc"),
                            octets(
                                    fields.length > 4 ? fields[4] : "8000",
                                    AMF_OCTETS,
                                    where + "AMF"));
            if (cards.put(number(fields[0], where), card) != null) {
                throw new IOException(where + "the number has a card already");
            }
        }
        return new SimKeys(cards, clock);
    }

    private static Msisdn number(String text, String where) throws IOException {
        try {
            return Msisdn.of(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(where + "the number is not E.164", e);
        }
    }

    private static byte[] octets(String text, int count, String what) throws IOException {
        if (text.length() != 2 * count || !text.matches("[0-9A-Fa-f]+")) {
            // the text is a secret: it is not repeated
            throw new IOException(what + " is not " + 2 * count + " hexadecimal digits");
        }
        return HexFormat.of().parseHex(text);
    }

    @Override
    public Optional<Vector> next(String identity, Msisdn user) {
        Card card = cards.get(user);
        if (card == null || !card.isFor(identity)) {
            return Optional.empty();
        }
        byte[] rand = new byte[KEY_OCTETS];
        random.nextBytes(rand);
        return Optional.of(vector(card, rand, card.next(now())));
    }

    private static Vector vector(Card card, byte[] rand, long sequence) {
        var milenage = new Milenage(card.k, card.opc, rand);
        byte[] sqn = new byte[SQN_OCTETS];
        long number = sequence << PLACE_BITS | sequence & (1 << PLACE_BITS) - 1;
        for (int i = 0; i < SQN_OCTETS; i++) {
            sqn[i] = (byte) (number >>> 8 * (SQN_OCTETS - 1 - i));
        }
        byte[] autn =
                ByteBuffer.allocate(SQN_OCTETS + AMF_OCTETS + MAC_OCTETS)
                        .put(Milenage.xor(sqn, milenage.ak()))
                        .put(card.amf)
                        .put(milenage.macA(sqn, card.amf))
                        .array();
        return new Vector(rand, autn, milenage.res());
    }

    @Override
    public void resynchronise(String identity, Msisdn user, byte[] rand, byte[] auts) {
        Card card = cards.get(user);
        if (card == null || auts.length != SQN_OCTETS + MAC_OCTETS) {
            return;
        }
        var milenage = new Milenage(card.k, card.opc, rand);
        byte[] sqn = Milenage.xor(Arrays.copyOf(auts, SQN_OCTETS), milenage.akS());
        byte[] mac = Arrays.copyOfRange(auts, SQN_OCTETS, auts.length);
        if (MessageDigest.isEqual(mac, milenage.macS(sqn, NO_AMF))) {
            long number = 0;
            for (byte octet : sqn) {
                number = number << 8 | octet & 0xff;
            }
            card.continueFrom(number >>> PLACE_BITS, now());
        }
    }

    private long now() {
        return clock.instant().getEpochSecond() - EPOCH_SECONDS;
    }
}
