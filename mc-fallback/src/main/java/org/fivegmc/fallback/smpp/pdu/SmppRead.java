package org.fivegmc.fallback.smpp.pdu;

/// What came off the wire.
public sealed interface SmppRead
        permits Pdu, SmppRead.UnknownCommand, SmppRead.Malformed, SmppRead.BrokenFraming {

    /// A well-framed PDU of a kind this implementation has not; a request is answered with
    /// generic_nack.
    record UnknownCommand(int commandId, int sequence) implements SmppRead {
        /// Whether it is a response, which must not be answered.
        public boolean response() {
            return (commandId & CommandId.RESPONSE) != 0;
        }
    }

    /// A well-framed PDU with an unreadable body.
    ///
    /// @param offset octets from the start of the PDU to the first unreadable one
    /// @param rule the parameter that could not be read
    record Malformed(int commandId, int sequence, int offset, String rule) implements SmppRead {
        /// Whether it is a response, which must not be answered.
        public boolean response() {
            return (commandId & CommandId.RESPONSE) != 0;
        }
    }

    /// A command_length that cannot be: nothing after it can be trusted, the connection has to go.
    record BrokenFraming(long length) implements SmppRead {}
}
