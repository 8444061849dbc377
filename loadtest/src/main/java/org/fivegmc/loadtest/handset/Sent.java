package org.fivegmc.loadtest.handset;

/// A message that was sent: its final status (408 also for no answer) and its `imdn.Message-ID`.
public record Sent(int status, String imdnId) {
    public boolean accepted() {
        return status == 200 || status == 202;
    }
}
