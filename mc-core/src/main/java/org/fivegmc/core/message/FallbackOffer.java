package org.fivegmc.core.message;

import java.util.Optional;

/// What the sender lets the network do when RCS does not reach the recipient.
public sealed interface FallbackOffer {

    /// The same without MMS.
    FallbackOffer sms();

    /// Whether it may leave as an SMS.
    boolean allowsSms();

    /// What an MMS may have in it; empty where none is allowed.
    Optional<MmsContent> mms();

    /// Nothing: RCS or not at all.
    record None() implements FallbackOffer {

        @Override
        public FallbackOffer sms() {
            return this;
        }

        @Override
        public boolean allowsSms() {
            return false;
        }

        @Override
        public Optional<MmsContent> mms() {
            return Optional.empty();
        }
    }

    /// The network may render the message itself as an SMS.
    record Rendered() implements FallbackOffer {

        @Override
        public FallbackOffer sms() {
            return this;
        }

        @Override
        public boolean allowsSms() {
            return true;
        }

        @Override
        public Optional<MmsContent> mms() {
            return Optional.empty();
        }
    }

    /// The sender brings the text of the SMS.
    record Sms(String text) implements FallbackOffer {

        @Override
        public FallbackOffer sms() {
            return this;
        }

        @Override
        public boolean allowsSms() {
            return true;
        }

        @Override
        public Optional<MmsContent> mms() {
            return Optional.empty();
        }
    }

    /// It may leave as a multimedia message.
    ///
    /// @param content what the MMS has in it
    /// @param sms what may be done where it can't leave as MMS
    record Mms(MmsContent content, FallbackOffer sms) implements FallbackOffer {

        public Mms {
            if (sms instanceof Mms) {
                throw new IllegalArgumentException("an MMS in place of an MMS");
            }
        }

        @Override
        public boolean allowsSms() {
            return sms.allowsSms();
        }

        @Override
        public Optional<MmsContent> mms() {
            return Optional.of(content);
        }
    }

    FallbackOffer NONE = new None();
    FallbackOffer RENDERED = new Rendered();
}
