package org.fivegmc.loadtest.handset;

/// A report that a handset has sent by itself.
///
/// @param about the `imdn.Message-ID` of the message
/// @param status of its answer, by MSRP or by SIP; 408 also for no answer
public record SentReport(String about, int status) {
    public boolean accepted() {
        return status == 200 || status == 202;
    }
}
