package org.fivegmc.fallback.spi;

import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.TextCoding;

/// A short message from a handset, or one part of a long one. May come twice.
///
/// @param gateway [Gateway#id()]
/// @param source the handset
/// @param destination the code or number it was sent to
/// @param coding of `octets`
/// @param number place in a long message
/// @param octets user data without header
/// @param id the same when it comes again, and another one for every other message of this gateway;
///   empty where the protocol has none
/// @param links of its gateway when it came
public record InboundSms(
        String gateway,
        SmsAddress source,
        SmsAddress destination,
        TextCoding coding,
        PartNumber number,
        Octets octets,
        String id,
        LinkTimes links) {
    /// The text of this part alone; empty for binary data.
    public String text() {
        return coding.decode(octets.array());
    }

    /// The same with the links of its gateway.
    public InboundSms withLinks(LinkTimes times) {
        return new InboundSms(gateway, source, destination, coding, number, octets, id, times);
    }
}
