package org.fivegmc.maap.content.store;

/// How much a store takes.
///
/// @param userQuota octets of one owner, [Quotas#OVERHEAD] for each file included
/// @param totalQuota octets of all
/// @param minFree octets that stay free on the disk
public record StoreLimits(long userQuota, long totalQuota, long minFree) {}
