package org.fivegmc.maap.quota;

/// What happens with quotas, for meters. Called on any thread.
public interface QuotaEvents {

    /// Recipients of a message are within all quotas.
    void counted(int recipients);

    /// Recipients of a message are more than a quota has left.
    void overQuota(Level level, Period period, int recipients);

    /// Counts could not be saved; it is tried again.
    void notSaved(RuntimeException cause);
}
