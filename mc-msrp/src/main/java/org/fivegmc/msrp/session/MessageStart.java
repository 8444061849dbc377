package org.fivegmc.msrp.session;

/// What is known of an incoming message when its first octets are there.
///
/// @param messageId of MSRP, unique in the session
/// @param contentType as written
/// @param total octets, -1 when the sender has not said
/// @param resume lets a sink that returned false have more; any thread
public record MessageStart(String messageId, String contentType, long total, Runnable resume) {}
