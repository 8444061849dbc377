package org.fivegmc.sip.codec;

/// What bytes turned out to be. Malformed input is a value, never an exception.
public sealed interface SipParse permits SipMessage, Malformed {}
