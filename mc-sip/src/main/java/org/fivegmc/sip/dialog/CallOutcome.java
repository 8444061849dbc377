package org.fivegmc.sip.dialog;

import java.util.List;
import org.fivegmc.sip.codec.SipResponse;

/// How a call, or the attempt to reach one of its devices, ended.
public sealed interface CallOutcome {
    /// @param device number of the device that answered, from 0
    /// @param answer its 2xx with the SDP
    record Established(int device, Session session, SipResponse answer) implements CallOutcome {}

    /// @param answer with all its headers
    /// @param reasons of its Reason
    record Refused(int status, SipResponse answer, List<Reason> reasons) implements CallOutcome {
        public Refused {
            reasons = List.copyOf(reasons);
        }

        static Refused of(SipResponse answer) {
            return new Refused(answer.status(), answer, Reason.of(answer));
        }
    }

    /// No final answer in time.
    record TimedOut() implements CallOutcome {}

    /// We cancelled it, or another device answered.
    record Cancelled(Reason reason) implements CallOutcome {}

    /// It never left, or its connection broke before it was answered.
    ///
    /// @param flowGone whether the device's connection is gone and nothing else leads to it, as
    ///   with 430 of an edge proxy
    record NotSent(String cause, boolean flowGone) implements CallOutcome {}

    /// Refused here, before anything was sent.
    ///
    /// @param status 503 for too many sessions of all or while draining, 486 for too many of the
    ///   user
    record NotTried(int status) implements CallOutcome {}
}
