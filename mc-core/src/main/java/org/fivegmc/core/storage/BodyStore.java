package org.fivegmc.core.storage;

import java.util.function.Consumer;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.UserAddress;
import org.jspecify.annotations.Nullable;

/// Keeps the bodies that are too large for a row. Nothing here blocks or throws, so event loops and
/// shard writers may call it: the disk is somebody else's work, and what goes wrong there is told.
/// Callbacks run on threads of the store, or before the call returns; they must not block either.
///
/// A body belongs to whoever asked for it until a [org.fivegmc.core.center.MessageCenter] has
/// accepted a message that refers to it, and then to the row of the message. What nobody deletes
/// goes when its time has passed.
public interface BodyStore {

    /// Begins a body. It uses no room before the first octet.
    ///
    /// @param owner whose it is, for whoever counts what each has
    /// @param keepUntilMs when nobody needs it any more, milliseconds since the epoch: not before
    ///   the message expires. It may stay for a day or so longer
    Draft draft(UserAddress owner, long keepUntilMs);

    /// Begins to read. That a body is missing is told by [Reader#read].
    Reader open(BodyRef ref);

    /// What is not there needs no deletion. Who reads it at the moment may see its end.
    void delete(BodyRef ref);

    /// A body that is being written, by one thread at a time. It ends with [#finish] or
    /// [#discard()], and one of them must be called.
    interface Draft {

        /// Takes a copy of octets. They may come in any order, and again.
        ///
        /// @param resume run once if this returns false, also when nothing more will be kept; a
        ///   later call that returns false replaces it
        /// @return false when enough waits for the disk: the caller reads no more from its source
        ///   until `resume` is run. What it has read already may still be written; too much of it
        ///   makes the draft fail
        boolean write(long offset, byte[] octets, int from, int length, Runnable resume);

        /// Why nothing will be kept any more, whatever is written; null while all is well. Lets the
        /// caller end a transfer that is of no use.
        @Nullable String failure();

        /// Makes it durable: there is nothing to lose when `done` hears [Kept.Stored]. Octets
        /// missing or behind `total` make it fail.
        ///
        /// @param done run once
        void finish(long total, Consumer<Kept> done);

        /// Nobody wants it. Does nothing after [#finish].
        void discard();
    }

    /// What became of a draft.
    sealed interface Kept {

        record Stored(BodyRef ref) implements Kept {}

        /// Nothing is left of it.
        record Failed(String cause) implements Kept {}

        /// Nothing is left of it: its owner has as much here as one may have.
        record TooMuch(String cause) implements Kept {}
    }

    /// Reads a body, one thread at a time. The store reads ahead of it.
    interface Reader extends AutoCloseable {

        /// What is there at `offset`; going on from the end of what came last is what it is made
        /// for. At the end of the body and behind it there are zero octets.
        ///
        /// @param more run once after [Chunk.NotYet], when asking again is of use; a later call
        ///   replaces it
        Chunk read(long offset, int most, Runnable more);

        /// `more` is not run any more, unless it runs already.
        @Override
        void close();
    }

    /// A piece of a body.
    sealed interface Chunk {

        /// @param octets stays as it is, and is not to be changed
        record Octets(byte[] octets, int from, int length) implements Chunk {}

        record NotYet() implements Chunk {}

        /// There is no such body, or it can't be read: that does not change.
        record Gone(String cause) implements Chunk {}

        Chunk NOT_YET = new NotYet();
    }

    /// Keeps nothing.
    BodyStore NONE = new NoBodies();
}
