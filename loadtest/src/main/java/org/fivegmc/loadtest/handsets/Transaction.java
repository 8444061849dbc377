package org.fivegmc.loadtest.handsets;

import java.util.Optional;

/// A client transaction of a handset and what it is for. Its bytes are written anew for every
/// repetition, always the same. It lives on, under another branch and Call-ID, when the server
/// refuses it for a while or does not answer at all, as a handset keeps what it has to say.
final class Transaction extends TimerWheel.Timed {
    /// What it is for.
    enum Kind {
        REGISTER,
        REFRESH,
        UNREGISTER,
        TEXT,
        DELIVERED,
        DISPLAYED;

        boolean isReport() {
            return this == DELIVERED || this == DISPLAYED;
        }

        boolean isRegistration() {
            return this == REGISTER || this == REFRESH || this == UNREGISTER;
        }
    }

    /// Whom a due timer is told.
    interface Timeouts {
        void due(Transaction transaction, long now);
    }

    final Timeouts owner;
    final Kind kind;
    final int handset;

    /// Of a text, and of the text a report is about; 0 for registrations.
    final int pair;

    final int sequence;

    /// When it was to be sent.
    final long due;

    /// When the text was to be sent that a report is about.
    final long about;

    int slot = -1;
    int generation;
    int cseq = 1;
    long wait;
    long end;

    /// A whole header line; the same in every repetition.
    Optional<String> authorization = Optional.empty();

    // Once per attempt: a nonce that is refused with fresh credentials is refused for good.
    boolean authorized;

    Transaction(
            Timeouts owner, Kind kind, int handset, int pair, int sequence, long due, long about) {
        this.owner = owner;
        this.kind = kind;
        this.handset = handset;
        this.pair = pair;
        this.sequence = sequence;
        this.due = due;
        this.about = about;
    }

    boolean isUnderWay() {
        return slot >= 0;
    }

    @Override
    void fire(long now) {
        owner.due(this, now);
    }
}
