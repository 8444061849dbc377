package org.fivegmc.fallback.text;

/// How a gateway wants long messages. One gateway uses one of them, they are never mixed.
public enum Concatenation {
    /// User data header with an 8-bit reference (TS 23.040 clause 9.2.3.24.1), SMPP `esm_class`
    /// 0x40. Understood everywhere.
    UDH,
    /// User data header with a 16-bit reference (clause 9.2.3.24.8): fewer collisions, one
    /// character less per part.
    UDH16,
    /// SMPP TLVs `sar_msg_ref_num`, `sar_total_segments`, `sar_segment_seqnum`: the short message
    /// center writes the header.
    SAR,
    /// The whole text in TLV `message_payload`: the short message center cuts it.
    PAYLOAD
}
