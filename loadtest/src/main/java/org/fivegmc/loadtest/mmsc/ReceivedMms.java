package org.fivegmc.loadtest.mmsc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// A message that was submitted.
///
/// @param messageId which it was given; empty when it was refused
/// @param status it was answered with
/// @param sender short code or number
/// @param recipient number
/// @param parts in their order, the SMIL first
public record ReceivedMms(
        String messageId,
        int status,
        String sender,
        String recipient,
        String subject,
        List<MmsPart> parts) {

    /// The texts, in their order.
    public List<String> texts() {
        return parts.stream()
                .filter(part -> part.type().equals("text/plain"))
                .map(part -> new String(part.octets(), UTF_8))
                .toList();
    }

    /// The parts of a type such as `image/`.
    public List<MmsPart> media(String type) {
        return parts.stream().filter(part -> part.type().startsWith(type)).toList();
    }
}
