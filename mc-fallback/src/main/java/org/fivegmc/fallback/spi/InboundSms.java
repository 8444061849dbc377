package org.fivegmc.fallback.spi;

import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;

/// A short message from a handset, or one part of a long one. May come twice.
///
/// @param gateway [Gateway#id()]
/// @param source the handset
/// @param destination the code or number it was sent to
/// @param dataCoding SMPP data_coding
/// @param number place in a long message
/// @param text of this part; empty for binary data
/// @param octets user data without header
public record InboundSms(
        String gateway,
        SmsAddress source,
        SmsAddress destination,
        int dataCoding,
        PartNumber number,
        String text,
        Octets octets) {}
