package org.fivegmc.fallback.cmpp.pdu;

import java.util.List;
import org.fivegmc.fallback.text.Octets;

/// The body of CMPP_SUBMIT (CMPP 3.0 clause 8.4.3.1). Fields nobody here sets (Msg_Id,
/// Fee_terminal_Id, TP_pid, At_Time, types of terminals, LinkID) are written as zero and skipped
/// when read.
///
/// @param pkTotal parts of the message
/// @param pkNumber which of them, from 1
/// @param registeredDelivery 1 asks for a status report
/// @param msgLevel 0 to 9, the most urgent
/// @param serviceId at most 10 octets
/// @param feeUserType who is charged: 0 recipient, 1 sender, 2 the SP
/// @param tpUdhi 1: the content begins with a user data header
/// @param msgFmt see [CmppFormat]
/// @param msgSrc SP_Id, at most 6 octets
/// @param feeType at most 2 octets
/// @param feeCode at most 6 octets
/// @param validTime 16 characters as SMPP 3.3 has them, or empty
/// @param srcId what the recipient sees as sender, at most 21 octets
/// @param destinations from 1 to [#MAX_DESTINATIONS] numbers
/// @param content at most 255 octets
public record CmppSubmit(
        int pkTotal,
        int pkNumber,
        int registeredDelivery,
        int msgLevel,
        String serviceId,
        int feeUserType,
        int tpUdhi,
        int msgFmt,
        String msgSrc,
        String feeType,
        String feeCode,
        String validTime,
        String srcId,
        List<String> destinations,
        Octets content) {
    /// Most numbers in one PDU; the standard says less than 100.
    public static final int MAX_DESTINATIONS = 99;

    /// Copies the list.
    public CmppSubmit {
        destinations = List.copyOf(destinations);
    }
}
