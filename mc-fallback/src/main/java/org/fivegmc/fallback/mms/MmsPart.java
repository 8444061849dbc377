package org.fivegmc.fallback.mms;

import org.fivegmc.fallback.text.Octets;

/// One part of a multimedia message.
///
/// @param contentType parameters included
/// @param name unique in the message: its Content-Location, and its Content-ID in angle brackets
public record MmsPart(String contentType, String name, Octets octets) {}
