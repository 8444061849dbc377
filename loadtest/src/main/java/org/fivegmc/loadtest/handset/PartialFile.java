package org.fivegmc.loadtest.handset;

/// What came of a file before its download broke off.
///
/// @param name as the document has it
/// @param url where the rest is
/// @param octets the first ones
public record PartialFile(String name, String url, byte[] octets) {}
