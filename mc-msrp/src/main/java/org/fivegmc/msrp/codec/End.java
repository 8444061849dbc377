package org.fivegmc.msrp.codec;

/// The end-line.
public record End(Flag flag) implements MsrpFrame {
    /// Continuation flag (RFC 4975 section 7.1).
    public enum Flag {
        /// The message ends with this chunk.
        LAST('$'),
        /// Another chunk follows.
        MORE('+'),
        /// The sender gives the message up.
        ABORTED('#');

        private final char octet;

        Flag(char octet) {
            this.octet = octet;
        }

        public char octet() {
            return octet;
        }

        static boolean is(int octet) {
            return octet == '$' || octet == '+' || octet == '#';
        }

        static Flag of(int octet) {
            return octet == '$' ? LAST : octet == '+' ? MORE : ABORTED;
        }
    }

    static End of(int octet) {
        return new End(Flag.of(octet));
    }
}
