package org.fivegmc.fallback.spi;

import org.fivegmc.fallback.text.Octets;

/// A picture, a sound or a film in a multimedia message.
///
/// @param contentType media type without parameters, in small letters
/// @param mayBeLeftOut whether the message also says without it what it has to say
public record MmsMedium(String contentType, Octets octets, boolean mayBeLeftOut) {
    public boolean isPicture() {
        return contentType.startsWith("image/");
    }
}
