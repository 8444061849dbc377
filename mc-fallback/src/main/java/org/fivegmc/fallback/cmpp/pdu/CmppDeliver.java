package org.fivegmc.fallback.cmpp.pdu;

import org.fivegmc.fallback.text.Octets;

/// The body of CMPP_DELIVER (CMPP 3.0 clause 8.4.5.1): a message from a handset or a status report.
///
/// @param msgId of this delivery, 64 bits
/// @param destId the service code it was sent to
/// @param tpUdhi 1: the content begins with a user data header
/// @param msgFmt see [CmppFormat]
/// @param srcTerminalId the handset
/// @param registeredDelivery 1: the content is a [CmppReport]
/// @param content at most 255 octets
public record CmppDeliver(
        long msgId,
        String destId,
        String serviceId,
        int tpUdhi,
        int msgFmt,
        String srcTerminalId,
        int registeredDelivery,
        Octets content) {
    /// Whether it is a status report.
    public boolean isReport() {
        return registeredDelivery != 0;
    }

    /// Whether the content begins with a header.
    public boolean hasHeader() {
        return (tpUdhi & 1) != 0;
    }
}
