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
        /// The answer to a challenge: 64 hexadecimal digits or the first 32.
        PROOF_MD5("{proof-md5}", 32),
        PROOF_SHA_256("{proof-sha-256}", 64),
        /// The server's nonce, of a length that the run learns.
        NONCE("{nonce}", 0);

        private final String mark;
        private final int width;

        Hole(String mark, int width) {
            this.mark = mark;
            this.width = width;
        }
    }

    private final byte[] octets;
    private final Map<Hole, int[]> holes;
    private final int[] ids;
    private final int[] users;
    private final int[] devices;
    private final int[] cseqs;

    private Template(byte[] octets, Map<Hole, int[]> holes) {
        this.octets = octets;
        this.holes = holes;
        ids = at(Hole.ID);
        users = at(Hole.USER);
        devices = at(Hole.DEVICE);
        cseqs = at(Hole.CSEQ);
    }

    static Template of(String text) {
        return of(text, 0);
    }

    static Template of(String text, int nonceLength) {
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
            int width = hole == Hole.NONCE ? nonceLength : hole.width;
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

    /// Where the holes of a kind are; empty if there are none.
    int[] at(Hole hole) {
        return holes.getOrDefault(hole, new int[0]);
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
}
