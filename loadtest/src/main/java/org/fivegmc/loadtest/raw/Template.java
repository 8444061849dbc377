package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A request rendered once, with holes of fixed width that are filled for each use.
final class Template {
    /// What a hole holds, named in the text as `{name}`.
    enum Hole {
        /// The request's id, 16 hexadecimal digits.
        ID("{id}", 16),
        /// Eight digits of a number.
        USER("{user}", 8),
        /// 1 or 2, the first or the second device of a user.
        DEVICE("{device}", 1),
        /// Ten digits.
        CSEQ("{cseq}", 10),
        /// The server's nonce, of a length that the run learns.
        NONCE("{nonce}", 0),
        /// The hexadecimal digits of a Digest response, likewise.
        PROOF("{proof}", 0);

        private final String mark;
        private final int width;

        Hole(String mark, int width) {
            this.mark = mark;
            this.width = width;
        }
    }

    private static final int[] NONE = new int[0];

    private final byte[] octets;
    private final int[] ids;
    private final int[] users;
    private final int[] devices;
    private final int[] cseqs;
    private final int[] nonces;
    private final int[] proofs;

    private Template(byte[] octets, Map<Hole, int[]> holes) {
        this.octets = octets;
        ids = holes.getOrDefault(Hole.ID, NONE);
        users = holes.getOrDefault(Hole.USER, NONE);
        devices = holes.getOrDefault(Hole.DEVICE, NONE);
        cseqs = holes.getOrDefault(Hole.CSEQ, NONE);
        nonces = holes.getOrDefault(Hole.NONCE, NONE);
        proofs = holes.getOrDefault(Hole.PROOF, NONE);
    }

    static Template of(String text) {
        return of(text, 0, 0);
    }

    static Template of(String text, int nonceLength, int proofLength) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Map<Hole, List<Integer>> found = new EnumMap<>(Hole.class);
        int at = 0;
        while (at < text.length()) {
            Hole hole = text.charAt(at) == '{' ? holeAt(text, at) : null;
            if (hole == null) {
                octets.write(text.charAt(at++));
                continue;
            }
            found.computeIfAbsent(hole, _ -> new ArrayList<>()).add(octets.size());
            int width =
                    switch (hole) {
                        case NONCE -> nonceLength;
                        case PROOF -> proofLength;
                        case ID, USER, DEVICE, CSEQ -> hole.width;
                    };
            octets.writeBytes("0".repeat(width).getBytes(US_ASCII));
            at += hole.mark.length();
        }
        Map<Hole, int[]> holes = new EnumMap<>(Hole.class);
        found.forEach((hole, list) ->
                holes.put(hole, list.stream().mapToInt(Integer::intValue).toArray()));
        return new Template(octets.toByteArray(), holes);
    }

    private static @org.jspecify.annotations.Nullable Hole holeAt(String text, int at) {
        for (Hole hole : Hole.values()) {
            if (text.startsWith(hole.mark, at)) {
                return hole;
            }
        }
        return null;
    }

    int length() {
        return octets.length;
    }

    void copyTo(MemorySegment out, long at) {
        MemorySegment.copy(octets, 0, out, JAVA_BYTE, at, octets.length);
    }

    void patch(MemorySegment out, long at, long id, int user, int device, long cseq) {
        long high = Digits.hex(id >>> 32);
        long low = Digits.hex(id);
        for (int hole : ids) {
            out.set(Digits.WORD, at + hole, high);
            out.set(Digits.WORD, at + hole + Long.BYTES, low);
        }
        long digits = Digits.decimal(user);
        for (int hole : users) {
            out.set(Digits.WORD, at + hole, digits);
        }
        for (int hole : devices) {
            out.set(JAVA_BYTE, at + hole, (byte) ('0' + device));
        }
        for (int hole : cseqs) {
            long first = cseq / 100_000_000;
            out.set(JAVA_BYTE, at + hole, (byte) ('0' + first / 10));
            out.set(JAVA_BYTE, at + hole + 1, (byte) ('0' + first % 10));
            out.set(Digits.WORD, at + hole + 2, Digits.decimal((int) (cseq % 100_000_000)));
        }
    }

    /// Fills the nonce and the Digest response, which stand behind each other in `proof`.
    void patchProof(MemorySegment out, long at, byte[] proof, int nonceLength, int proofLength) {
        for (int hole : nonces) {
            MemorySegment.copy(proof, 0, out, JAVA_BYTE, at + hole, nonceLength);
        }
        for (int hole : proofs) {
            MemorySegment.copy(proof, nonceLength, out, JAVA_BYTE, at + hole, proofLength);
        }
    }
}
