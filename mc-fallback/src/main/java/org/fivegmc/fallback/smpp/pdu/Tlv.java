package org.fivegmc.fallback.smpp.pdu;

import org.fivegmc.fallback.text.Octets;

/// One optional parameter (SMPP 3.4 clause 5.3).
///
/// @param tag 16 bits, see the constants
/// @param value up to 65535 octets
public record Tlv(int tag, Octets value) {
    /// Our reference of a submission; comes back in the receipt.
    public static final int USER_MESSAGE_REFERENCE = 0x0204;

    /// Concatenation: reference number.
    public static final int SAR_MSG_REF_NUM = 0x020c;

    /// Concatenation: number of parts.
    public static final int SAR_TOTAL_SEGMENTS = 0x020e;

    /// Concatenation: this part, from 1.
    public static final int SAR_SEGMENT_SEQNUM = 0x020f;

    /// Network type (one octet) and error (two octets) behind a failed delivery.
    public static final int NETWORK_ERROR_CODE = 0x0423;

    /// User data instead of `short_message`.
    public static final int MESSAGE_PAYLOAD = 0x0424;

    /// Final or intermediate state in a receipt.
    public static final int MESSAGE_STATE = 0x0427;

    /// The message id a receipt is about.
    public static final int RECEIPTED_MESSAGE_ID = 0x001e;

    /// A parameter of one octet.
    public static Tlv ofByte(int tag, int value) {
        return new Tlv(tag, Octets.of(new byte[] {(byte) value}));
    }

    /// A parameter of two octets.
    public static Tlv ofShort(int tag, int value) {
        return new Tlv(tag, Octets.of(new byte[] {(byte) (value >> 8), (byte) value}));
    }
}
