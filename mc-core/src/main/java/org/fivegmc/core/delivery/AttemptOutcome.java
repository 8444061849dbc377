package org.fivegmc.core.delivery;

/// How one attempt at one device ended. Exactly one per attempt.
public sealed interface AttemptOutcome {

    /// The device has it.
    ///
    /// @param reportsItself false for clients that send no IMDN, for which the network speaks
    record Accepted(boolean reportsItself) implements AttemptOutcome {}

    /// Whatever comes after it, something of this attempt was sent as a whole and never answered:
    /// the device may have the message.
    ///
    /// @param outcome the last word; neither Accepted nor in doubt itself
    record InDoubt(AttemptOutcome outcome) implements AttemptOutcome {

        public InDoubt {
            if (outcome instanceof Accepted || outcome instanceof InDoubt) {
                throw new IllegalArgumentException("no doubt about " + outcome);
            }
        }
    }

    /// The last word.
    default AttemptOutcome plain() {
        return this instanceof InDoubt(AttemptOutcome outcome) ? outcome : this;
    }

    /// The same of an attempt of which something was sent as a whole and not answered.
    default AttemptOutcome inDoubt() {
        return this instanceof Accepted || this instanceof InDoubt ? this : new InDoubt(this);
    }

    /// The same, telling nothing beyond the message.
    default AttemptOutcome ofMessageAlone() {
        return switch (this) {
            case InDoubt(AttemptOutcome outcome) -> outcome.ofMessageAlone().inDoubt();
            case NotPossible no -> new NotPossible(no.cause());
            case Accepted _, Unreachable _, Offline _, Later _, BindingDead _ -> this;
        };
    }

    /// No answer (408, 504, transport failure, time-out): it may work again on the same
    /// registration.
    record Unreachable(String cause) implements AttemptOutcome {}

    /// The device said it is away (480): it is not asked again before it registers.
    record Offline(String cause) implements AttemptOutcome {}

    /// The device is there but does not want it now (486, 500, 503, 600, 603).
    ///
    /// @param retryAfterMs what the device asked for; 0 for nothing
    record Later(String cause, long retryAfterMs) implements AttemptOutcome {}

    /// RCS will not get this message to this device (404, 410, 415, 488, 606, 513).
    record NotPossible(String cause, Says says) implements AttemptOutcome {

        /// Of this message alone.
        public NotPossible(String cause) {
            this(cause, Says.MESSAGE);
        }
    }

    /// What a refusal tells beyond the message that it is about.
    enum Says {
        /// Nothing.
        MESSAGE,
        /// The device does not take messages such as this one (488, 606).
        KIND,
        /// There is no device that takes messages (404, 604).
        DEVICE
    }

    /// The registration is no longer valid (430, 439, 410 on the contact): the binding goes.
    record BindingDead(String cause) implements AttemptOutcome {}
}
