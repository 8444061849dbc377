package org.fivegmc.fallback.smpp.pdu;

/// The SMPP 3.4 PDUs this implementation speaks (clause 4).
public sealed interface Pdu extends SmppRead {
    /// From 1 to 0x7FFFFFFF; a response repeats its request's.
    int sequence();

    /// Identifier on the wire.
    int commandId();

    /// 0 in requests; in responses see [SmppStatus].
    default int status() {
        return 0;
    }

    /// bind_transmitter, bind_receiver, bind_transceiver.
    record Bind(
            BindMode mode,
            int sequence,
            String systemId,
            String password,
            String systemType,
            int interfaceVersion)
            implements Pdu {
        @Override
        public int commandId() {
            return mode.command();
        }

        /// Without the password.
        @Override
        public String toString() {
            return "Bind[" + mode + ", sequence=" + sequence + ", systemId=" + systemId + "]";
        }
    }

    /// Answer to a bind; without body if refused.
    record BindResp(BindMode mode, int status, int sequence, String systemId, Tlvs tlvs)
            implements Pdu {
        @Override
        public int commandId() {
            return mode.command() | CommandId.RESPONSE;
        }
    }

    /// A short message towards a handset.
    record SubmitSm(int sequence, ShortMessage message) implements Pdu {
        @Override
        public int commandId() {
            return CommandId.SUBMIT_SM;
        }
    }

    /// Answer to submit_sm.
    ///
    /// @param messageId the center's id as it wrote it; empty if refused or not told
    record SubmitSmResp(int status, int sequence, String messageId) implements Pdu {
        @Override
        public int commandId() {
            return CommandId.SUBMIT_SM | CommandId.RESPONSE;
        }
    }

    /// A receipt or a short message from a handset.
    record DeliverSm(int sequence, ShortMessage message) implements Pdu {
        @Override
        public int commandId() {
            return CommandId.DELIVER_SM;
        }
    }

    /// Answer to deliver_sm.
    record DeliverSmResp(int status, int sequence) implements Pdu {
        @Override
        public int commandId() {
            return CommandId.DELIVER_SM | CommandId.RESPONSE;
        }
    }

    /// Are you there?
    record EnquireLink(int sequence) implements Pdu {
        @Override
        public int commandId() {
            return CommandId.ENQUIRE_LINK;
        }
    }

    /// I am.
    record EnquireLinkResp(int status, int sequence) implements Pdu {
        @Override
        public int commandId() {
            return CommandId.ENQUIRE_LINK | CommandId.RESPONSE;
        }
    }

    /// End of the session, from either side.
    record Unbind(int sequence) implements Pdu {
        @Override
        public int commandId() {
            return CommandId.UNBIND;
        }
    }

    /// Agreed.
    record UnbindResp(int status, int sequence) implements Pdu {
        @Override
        public int commandId() {
            return CommandId.UNBIND | CommandId.RESPONSE;
        }
    }

    /// What you sent cannot be understood.
    record GenericNack(int status, int sequence) implements Pdu {
        @Override
        public int commandId() {
            return CommandId.GENERIC_NACK;
        }
    }
}
