package org.fivegmc.sip.dialog;

/// Whom INVITEs are for. Called on event loops: must not block.
public interface InviteListener {
    /// A new INVITE. Answer it now or later, from any thread; without any answer, 100 is sent after
    /// 200 ms and 480 at the limit.
    void onInvite(IncomingInvite invite);

    /// The INVITE was cancelled or waited too long; answers given from now on do nothing. Not
    /// called once it is accepted or refused.
    void onWithdrawn(IncomingInvite invite, SessionEnd end);
}
