package org.fivegmc.store.body;

/// How much may be kept.
///
/// @param maxTotalOctets most of all bodies and drafts together, each with [BodyRoom#BLOCK] on top
/// @param minFreeDiskOctets with less free disk than this nothing more is written
public record BodyLimits(long maxTotalOctets, long minFreeDiskOctets) {}
