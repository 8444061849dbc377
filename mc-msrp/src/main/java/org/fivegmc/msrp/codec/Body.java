package org.fivegmc.msrp.codec;

import org.fivegmc.wire.ByteSlice;

/// Octets of a body.
///
/// @param octets valid until the decoder is called again: who keeps them copies them
public record Body(ByteSlice octets) implements MsrpFrame {}
