package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Answers the challenges of a registrar (RFC 7616 section 3.4). Each user has the same password
/// and its number as user name. A challenge that differs from known ones in its nonce alone costs
/// three hashes and no allocation.
final class Credentials {
    /// A REGISTER with credentials is at most so much longer than one without.
    static final int MAX_HEADER = 1024;

    /// Kinds of challenges that are told apart; the registration that meets one more fails.
    static final int MAX_KINDS = 16;

    private static final String PREFIX = "+86138";
    private static final String COUNT = "00000001";
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] NOTHING = new byte[0];

    private final RequestTexts texts;
    private final byte[] password;
    private final byte[] uri;
    private final byte[] cnonce;
    private final int[] ports;
    private final List<Kind> kinds = new ArrayList<>();
    private final byte[][] proofs;
    private final byte[] kindOf;
    private final byte[] prefix = PREFIX.getBytes(US_ASCII);
    private final byte[] hash = new byte[32];
    private final byte[] hex = new byte[64];
    private final byte[] digits = new byte[Long.BYTES];
    private final MemorySegment digitsView = MemorySegment.ofArray(digits);

    /// What all challenges of one kind share.
    private record Kind(
            Challenge challenge,
            MessageDigest digest,
            byte[] realmAndPassword,
            byte[] middle,
            byte[] hashedUri,
            Template[] templates) {}

    Credentials(RequestTexts texts, RawOptions options, RequestId run, int[] ports) {
        int slots = options.window();
        this.texts = texts;
        this.password = options.password().getBytes(UTF_8);
        this.uri = ("sip:" + options.domain()).getBytes(US_ASCII);
        this.cnonce = run.runText().getBytes(US_ASCII);
        this.ports = ports.clone();
        this.proofs = new byte[slots][];
        this.kindOf = new byte[slots];
        Arrays.fill(proofs, NOTHING);
    }

    /// Works out the answer for the user of a slot.
    ///
    /// @return false if there is none
    boolean prove(SipView response, int slot, int user) {
        for (int k = 0; k < response.challenges(); k++) {
            long from = response.challengeStart(k);
            int kind = kind(response, from, response.challengeEnd(k));
            if (kind >= 0) {
                kindOf[slot] = (byte) kind;
                prove(kinds.get(kind), response.octets(), from, slot, user);
                return true;
            }
        }
        return false;
    }

    private int kind(SipView response, long from, long to) {
        MemorySegment in = response.octets();
        for (int k = 0; k < kinds.size(); k++) {
            if (kinds.get(k).challenge.matches(in, from, to)) {
                return k;
            }
        }
        if (kinds.size() == MAX_KINDS) {
            return -1;
        }
        byte[] line = in.asSlice(from, to - from).toArray(JAVA_BYTE);
        Optional<Kind> learned = Challenge.parse(line).flatMap(this::learn);
        learned.ifPresent(kinds::add);
        return learned.isPresent() ? kinds.size() - 1 : -1;
    }

    private Optional<Kind> learn(Challenge challenge) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(challenge.algorithm().text());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("the JDK lacks an algorithm of RFC 7616", missing);
        }
        Template[] templates = new Template[ports.length];
        for (int source = 0; source < ports.length; source++) {
            templates[source] =
                    Template.of(
                            texts.register(ports[source], RequestTexts.PROVEN, header(challenge)),
                            challenge.nonceLength(),
                            challenge.algorithm().digits());
            if (templates[source].length() > texts.longest()) {
                return Optional.empty();
            }
        }
        digest.update("REGISTER:".getBytes(US_ASCII));
        byte[] hashedUri = toHex(digest.digest(uri), challenge.algorithm().digits());
        String middle =
                challenge.qop()
                        ? ":%s:%s:auth:".formatted(COUNT, new String(cnonce, US_ASCII))
                        : ":";
        byte[] realm = (":" + challenge.realm() + ":").getBytes(UTF_8);
        byte[] realmAndPassword = Arrays.copyOf(realm, realm.length + password.length);
        System.arraycopy(password, 0, realmAndPassword, realm.length, password.length);
        return Optional.of(
                new Kind(
                        challenge,
                        digest,
                        realmAndPassword,
                        middle.getBytes(US_ASCII),
                        hashedUri,
                        templates));
    }

    private String header(Challenge challenge) {
        String quality =
                challenge.qop()
                        ? ", qop=auth, nc=%s, cnonce=\"%s\""
                                .formatted(COUNT, new String(cnonce, US_ASCII))
                        : "";
        String opaque =
                challenge.opaque().isEmpty() ? "" : ", opaque=\"%s\"".formatted(challenge.opaque());
        return "Authorization: Digest username=\"%s{user}\", realm=\"%s\", nonce=\"{nonce}\""
                        .formatted(PREFIX, challenge.realm())
                + ", uri=\"%s\", algorithm=%s, response=\"{proof}\"%s%s\r\n"
                        .formatted(
                                new String(uri, US_ASCII),
                                challenge.algorithm().text(),
                                quality,
                                opaque);
    }

    private void prove(Kind kind, MemorySegment in, long line, int slot, int user) {
        Challenge challenge = kind.challenge;
        int width = challenge.algorithm().digits();
        int nonceLength = challenge.nonceLength();
        byte[] proof = proofs[slot];
        if (proof.length < nonceLength + width) {
            proof = new byte[Challenge.MAX_NONCE + hex.length];
            proofs[slot] = proof;
        }
        MemorySegment.copy(in, JAVA_BYTE, line + challenge.nonceAt(), proof, 0, nonceLength);
        MessageDigest digest = kind.digest;
        digitsView.set(Digits.WORD, 0, Digits.decimal(user));
        digest.update(prefix);
        digest.update(digits);
        digest.update(kind.realmAndPassword);
        finish(digest, width, hex, 0);
        digest.update(hex, 0, width);
        digest.update((byte) ':');
        digest.update(proof, 0, nonceLength);
        digest.update(kind.middle);
        digest.update(kind.hashedUri);
        finish(digest, width, proof, nonceLength);
    }

    private void finish(MessageDigest digest, int width, byte[] out, int at) {
        try {
            digest.digest(hash, 0, width / 2);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        toHex(hash, out, at, width);
    }

    private static byte[] toHex(byte[] hash, int width) {
        byte[] text = new byte[width];
        toHex(hash, text, 0, width);
        return text;
    }

    private static void toHex(byte[] hash, byte[] out, int at, int width) {
        for (int k = 0; k < width; k += 2) {
            out[at + k] = HEX[hash[k / 2] >>> 4 & 0xf];
            out[at + k + 1] = HEX[hash[k / 2] & 0xf];
        }
    }

    Template template(int source, int slot) {
        return kinds.get(kindOf[slot]).templates[source];
    }

    void patch(Template template, int slot, MemorySegment out, long at) {
        Challenge challenge = kinds.get(kindOf[slot]).challenge;
        template.patchProof(
                out, at, proofs[slot], challenge.nonceLength(), challenge.algorithm().digits());
    }
}
