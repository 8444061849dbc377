package org.fivegmc.fallback.cmpp;

import java.time.ZoneId;
import org.fivegmc.fallback.cmpp.pdu.CmppVersion;

/// Who we are to a gateway, and what stands in every submission.
///
/// @param spId SP_Id, exactly 6 characters: Source_Addr and Msg_src
/// @param secret shared with the gateway; never on the wire
/// @param version spoken on every link
/// @param serviceId Service_Id, at most 10 characters, may be empty
/// @param srcId what recipients see as sender, at most 21 digits; empty: the sender's own number
/// @param feeType 2 characters
/// @param feeCode at most 6 characters
/// @param zone of the time stamp in the login
public record CmppAccount(
        String spId,
        String secret,
        CmppVersion version,
        String serviceId,
        String srcId,
        String feeType,
        String feeCode,
        ZoneId zone) {
    /// Checks the lengths of the fields.
    public CmppAccount {
        if (spId.length() != 6) {
            throw new IllegalArgumentException("SP_Id must be 6 printable ASCII characters");
        }
        limit("SP_Id", spId, 6);
        limit("secret", secret, Integer.MAX_VALUE);
        limit("Service_Id", serviceId, 10);
        limit("Src_Id", srcId, 21);
        limit("FeeType", feeType, 2);
        limit("FeeCode", feeCode, 6);
    }

    private static void limit(String field, String value, int max) {
        if (value.length() > max || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    field + " must be at most " + max + " printable ASCII characters");
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "CmppAccount[" + spId + ", " + version + "]";
    }
}
