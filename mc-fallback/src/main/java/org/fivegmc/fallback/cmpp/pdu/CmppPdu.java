package org.fivegmc.fallback.cmpp.pdu;

import org.fivegmc.fallback.text.Octets;

/// The PDUs of CMPP this implementation speaks (CMPP 3.0 clause 8.4).
public sealed interface CmppPdu extends CmppRead {
    /// From 1 to 0x7FFFFFFF where it is ours; a response repeats its request's.
    int sequence();

    /// Identifier on the wire.
    int commandId();

    /// CMPP_CONNECT.
    ///
    /// @param sourceAddr SP_Id, 6 octets
    /// @param authenticator AuthenticatorSource, 16 octets
    /// @param version see [CmppVersion#code()]
    /// @param timestamp MMDDHHMMSS as a number
    record Connect(
            int sequence, String sourceAddr, Octets authenticator, int version, int timestamp)
            implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.CONNECT;
        }
    }

    /// CMPP_CONNECT_RESP.
    ///
    /// @param status 0 accepted, see [CmppStatus#describeConnect]
    /// @param authenticator AuthenticatorISMG, 16 octets
    /// @param version the highest one the gateway speaks
    record ConnectResp(int sequence, int status, Octets authenticator, int version)
            implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.CONNECT | CmppCommand.RESPONSE;
        }
    }

    /// CMPP_TERMINATE.
    record Terminate(int sequence) implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.TERMINATE;
        }
    }

    /// CMPP_TERMINATE_RESP.
    record TerminateResp(int sequence) implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.TERMINATE | CmppCommand.RESPONSE;
        }
    }

    /// CMPP_SUBMIT.
    record Submit(int sequence, CmppSubmit message) implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.SUBMIT;
        }
    }

    /// CMPP_SUBMIT_RESP.
    ///
    /// @param msgId of the gateway, 64 bits
    /// @param result see [CmppStatus]
    record SubmitResp(int sequence, long msgId, int result) implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.SUBMIT | CmppCommand.RESPONSE;
        }
    }

    /// CMPP_DELIVER.
    record Deliver(int sequence, CmppDeliver message) implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.DELIVER;
        }
    }

    /// CMPP_DELIVER_RESP.
    ///
    /// @param msgId that of the CMPP_DELIVER
    record DeliverResp(int sequence, long msgId, int result) implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.DELIVER | CmppCommand.RESPONSE;
        }
    }

    /// CMPP_ACTIVE_TEST.
    record ActiveTest(int sequence) implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.ACTIVE_TEST;
        }
    }

    /// CMPP_ACTIVE_TEST_RESP.
    record ActiveTestResp(int sequence) implements CmppPdu {
        @Override
        public int commandId() {
            return CmppCommand.ACTIVE_TEST | CmppCommand.RESPONSE;
        }
    }
}
