package org.fivegmc.loadtest.msrp;

import java.time.Duration;

/// How a session behaves on the wire.
///
/// @param writing how octets are given to the socket
/// @param oddHeaders whether header names are in odd case, in odd order, and among strange ones
/// @param emptyRange Byte-Range of a SEND without octets; nothing for no header
/// @param answering what becomes of responses to the other side's chunks
/// @param vanishing where the connection is torn while receiving
/// @param falling where it is lost while sending
public record Manners(
        Writing writing,
        boolean oddHeaders,
        String emptyRange,
        Answering answering,
        Vanishing vanishing,
        Falling falling) {
    public static final Manners GOOD =
            new Manners(
                    new Writing.Plain(),
                    false,
                    "1-0/0",
                    new Answering.AtOnce(200),
                    new Vanishing.Never(),
                    new Falling.Never());

    public Manners with(Writing other) {
        return new Manners(other, oddHeaders, emptyRange, answering, vanishing, falling);
    }

    public Manners withOddHeaders() {
        return new Manners(writing, true, emptyRange, answering, vanishing, falling);
    }

    public Manners withEmptyRange(String other) {
        return new Manners(writing, oddHeaders, other, answering, vanishing, falling);
    }

    public Manners with(Answering other) {
        return new Manners(writing, oddHeaders, emptyRange, other, vanishing, falling);
    }

    public Manners with(Vanishing other) {
        return new Manners(writing, oddHeaders, emptyRange, answering, other, falling);
    }

    public Manners with(Falling other) {
        return new Manners(writing, oddHeaders, emptyRange, answering, vanishing, other);
    }

    /// Whether what comes is refused.
    boolean refuses() {
        return answering instanceof Answering.AtOnce(int status) && status >= 300;
    }

    /// How octets are given to the socket.
    public sealed interface Writing {
        /// A frame at a time.
        record Plain() implements Writing {}

        /// Each token of a head is a segment of its own.
        record Tokens() implements Writing {}

        /// Some octets, then a pause, and so on.
        record Drip(int octets, Duration pause) implements Writing {}
    }

    /// What becomes of responses.
    public sealed interface Answering {
        record AtOnce(int status) implements Answering {}

        /// The response comes, after a while; what is received meanwhile is read.
        record Late(Duration after) implements Answering {}

        record Never() implements Answering {}
    }

    /// Where a receiver is lost, and how. It is told when it has happened ([PeerSession#whenTorn]).
    public sealed interface Vanishing {
        record Never() implements Vanishing {}

        /// Exactly so many octets of a part of a chunk are read, and none after them. Only where
        /// this side has connected; in a head not before the end of its first line, by which a
        /// chunk is told from an answer.
        ///
        /// @param chunk counted from 0
        record At(int chunk, Part part, int octets, Farewell farewell) implements Vanishing {}

        /// When that many octets of a message are there.
        record Inside(long octets, Farewell farewell) implements Vanishing {}

        /// The message is there, and the response to its last chunk is not sent.
        record BeforeAnswer(Farewell farewell) implements Vanishing {}

        /// The response is sent, and the REPORT is not.
        record BeforeReport(Farewell farewell) implements Vanishing {}
    }

    /// Where a sender is lost in the octets of a message, and how.
    public sealed interface Falling {
        record Never() implements Falling {}

        /// Exactly so many octets of a part of a chunk are written, and none after them.
        ///
        /// @param chunk counted from 0, or [#LAST]
        record At(int chunk, Part part, int octets, Farewell farewell) implements Falling {}

        /// Everything is written, and no answer to the last chunk is read.
        record BeforeAnswer(Farewell farewell) implements Falling {}

        /// Every chunk is answered, and nothing is read after that.
        record AfterAnswer(Farewell farewell) implements Falling {}

        /// The last chunk, whichever that is.
        int LAST = -1;
    }

    /// A part of a chunk on the wire.
    public enum Part {
        /// Start line and headers, with the empty line.
        HEAD,
        BODY,
        /// The line break before it included.
        END_LINE
    }

    /// What the other side sees when a peer is lost.
    public enum Farewell {
        /// Nothing: the socket stays open, and is neither read nor written.
        SILENCE,
        /// A reset: what was not read is lost.
        RESET
    }
}
