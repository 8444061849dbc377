package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;

/// What arrived at the answering side, told apart by the imdn.Message-ID in the body. A second
/// device of a user, which gets messages of its own, is known by the end of its Contact in the
/// Request-URI and booked apart.
///
/// Each message once is a delivery. The same message in the same transaction (equal first Via) is a
/// repetition, as a lost answer causes it; in another one it is a duplicate. The Vias of the last
/// million deliveries are remembered as hashes: a repetition later than that counts as a duplicate.
final class DeliveryBook {
    static final String SECOND_DEVICE = ";device=2";

    private static final int REMEMBERED = 1 << 20;
    private static final byte[] BEHIND_URI = " SIP/2.0\r\n".getBytes(US_ASCII);
    private static final byte[] SECOND = SECOND_DEVICE.getBytes(US_ASCII);
    private static final long MIX = 0x9e3779b97f4a7c15L;

    enum Arrival {
        DELIVERY,
        SECOND_DEVICE,
        REPETITION,
        DUPLICATE,
        /// An IMDN about a message of this run.
        REPORT,
        /// Nothing of this run.
        FOREIGN
    }

    private final RequestId run;
    private final SequenceSet delivered = new SequenceSet();
    private final SequenceSet atSecond = new SequenceSet();
    private final int[] transactions = new int[REMEMBERED];
    private long idGuess = -1;
    private long sequence;

    DeliveryBook(RequestId run) {
        this.run = run;
    }

    Arrival book(SipView message, long end) {
        MemorySegment in = message.octets();
        long at = run.find(in, message.body(), end, idGuess);
        if (at < 0) {
            return Arrival.FOREIGN;
        }
        if (in.get(JAVA_BYTE, at - 1) == '>') {
            return Arrival.REPORT;
        }
        long id = RequestId.read(in, at);
        if (id < 0) {
            return Arrival.FOREIGN;
        }
        idGuess = at - message.body();
        sequence = RequestId.sequence(id);
        boolean second = atSecondDevice(message);
        int transaction = hash(in, message.viaStart(), message.viaEnd());
        int place = (int) (2 * sequence + (second ? 1 : 0)) & REMEMBERED - 1;
        if ((second ? atSecond : delivered).add(sequence)) {
            transactions[place] = transaction;
            return second ? Arrival.SECOND_DEVICE : Arrival.DELIVERY;
        }
        return transactions[place] == transaction ? Arrival.REPETITION : Arrival.DUPLICATE;
    }

    /// Of the message booked last.
    long sequence() {
        return sequence;
    }

    SequenceSet delivered() {
        return delivered;
    }

    private static boolean atSecondDevice(SipView message) {
        long at = message.startLineEnd() + 1 - BEHIND_URI.length - SECOND.length;
        if (at <= message.start()) {
            return false;
        }
        for (int k = SECOND.length - 1; k >= 0; k--) {
            if (message.octets().get(JAVA_BYTE, at + k) != SECOND[k]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(MemorySegment in, long from, long to) {
        long hash = to - from;
        for (long at = from; at < to; at += Long.BYTES) {
            long word = in.get(Digits.WORD, at);
            if (to - at < Long.BYTES) {
                word &= (1L << 8 * (to - at)) - 1;
            }
            hash = (hash ^ word) * MIX;
            hash ^= hash >>> 29;
        }
        return (int) (hash >>> 16);
    }
}
