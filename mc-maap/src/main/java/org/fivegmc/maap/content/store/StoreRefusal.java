package org.fivegmc.maap.content.store;

/// Why a store takes no more octets.
public enum StoreRefusal {
    /// The owner has as much as one may have.
    USER_QUOTA,
    /// All owners together have.
    TOTAL_QUOTA,
    /// The disk is nearly full.
    FREE_SPACE
}
