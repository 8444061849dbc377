package org.fivegmc.store.body;

/// How much may be kept.
///
/// @param maxTotalOctets most of all bodies and drafts together, each with [BodyRoom#BLOCK] on top
/// @param maxOwnerOctets the same of one owner
/// @param maxDraftOctets most of all drafts together, so that what is only begun does not take the
///   room of what is whole
/// @param minFreeDiskOctets with less free disk than this nothing more is written
public record BodyLimits(
        long maxTotalOctets, long maxOwnerOctets, long maxDraftOctets, long minFreeDiskOctets) {

    /// Without limits for one owner and for drafts.
    public BodyLimits(long maxTotalOctets, long minFreeDiskOctets) {
        this(maxTotalOctets, Long.MAX_VALUE, Long.MAX_VALUE, minFreeDiskOctets);
    }
}
