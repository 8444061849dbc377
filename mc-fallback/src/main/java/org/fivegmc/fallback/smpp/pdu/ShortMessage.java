package org.fivegmc.fallback.smpp.pdu;

import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.SmsAddress;

/// The body submit_sm and deliver_sm share (SMPP 3.4 clauses 4.4.1 and 4.6.1).
///
/// Parameters nobody here sets (protocol_id, schedule_delivery_time, replace_if_present_flag,
/// sm_default_msg_id) are written as zero and skipped when read.
///
/// @param serviceType usually empty
/// @param esmClass message mode, type and features, clause 5.2.12
/// @param priorityFlag clause 5.2.14: 0 to 3, the most urgent
/// @param validityPeriod clause 7.1.1 format or empty
/// @param registeredDelivery clause 5.2.17
/// @param dataCoding clause 5.2.19
/// @param shortMessage at most [#MAX_SHORT_MESSAGE] octets; more goes to [Tlv#MESSAGE_PAYLOAD]
public record ShortMessage(
        String serviceType,
        SmsAddress source,
        SmsAddress destination,
        int esmClass,
        int priorityFlag,
        String validityPeriod,
        int registeredDelivery,
        int dataCoding,
        Octets shortMessage,
        Tlvs tlvs) {
    /// Longest `short_message`.
    public static final int MAX_SHORT_MESSAGE = 254;

    /// `esm_class`: the user data begins with a header.
    public static final int ESM_UDHI = 0x40;

    /// `esm_class` of deliver_sm: the bits telling the message type.
    public static final int ESM_TYPE_MASK = 0x3c;

    /// `esm_class` of deliver_sm: receipt of the short message center.
    public static final int ESM_RECEIPT = 0x04;

    /// `esm_class` of deliver_sm: intermediate delivery notification.
    public static final int ESM_INTERMEDIATE = 0x20;

    /// `registered_delivery`: receipt for success and for failure.
    public static final int RECEIPT_FINAL = 0x01;

    /// The user data: `message_payload` if there is one, else `short_message`.
    public Octets userData() {
        return tlvs.value(Tlv.MESSAGE_PAYLOAD).orElse(shortMessage);
    }

    /// Whether the user data begins with a header.
    public boolean hasHeader() {
        return (esmClass & ESM_UDHI) != 0;
    }

    /// Whether this deliver_sm is a receipt: by type, or, for centers that forget the type, by its
    /// TLV.
    public boolean isReceipt() {
        int type = esmClass & ESM_TYPE_MASK;
        return type == ESM_RECEIPT
                || type == ESM_INTERMEDIATE
                || tlvs.value(Tlv.RECEIPTED_MESSAGE_ID).isPresent();
    }
}
