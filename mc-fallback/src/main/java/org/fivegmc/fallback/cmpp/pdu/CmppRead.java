package org.fivegmc.fallback.cmpp.pdu;

/// What came off the wire.
public sealed interface CmppRead
        permits CmppPdu, CmppRead.UnknownCommand, CmppRead.Malformed, CmppRead.BrokenFraming {

    /// A well-framed PDU of a kind this implementation has not. CMPP has no answer for that.
    record UnknownCommand(int commandId, int sequence) implements CmppRead {}

    /// A well-framed PDU with an unreadable body.
    ///
    /// @param offset octets from the start of the PDU to the first unreadable one
    /// @param rule the field that could not be read
    record Malformed(int commandId, int sequence, int offset, String rule) implements CmppRead {
        /// Whether it is a response, which must not be answered.
        public boolean response() {
            return (commandId & CmppCommand.RESPONSE) != 0;
        }

        /// Whether it should have been a CMPP_DELIVER.
        public boolean deliver() {
            return commandId == CmppCommand.DELIVER;
        }
    }

    /// A Total_Length that cannot be: nothing after it can be trusted, the connection has to go.
    record BrokenFraming(long length) implements CmppRead {}
}
