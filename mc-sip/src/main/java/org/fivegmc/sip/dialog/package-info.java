/// INVITE sessions over the transactions: dialogs, offer and answer, session timers (RFC 3261
/// sections 12 to 15, RFC 3311, RFC 4028).
///
/// [Dialogs] is the entrance. What comes in is an [IncomingInvite] to an [InviteListener]; what
/// goes out is an [OutgoingInvite], whose [Call] may ring several devices and ends with one
/// [CallOutcome]. Either way an established dialog is a [Session] with a [SessionListener].
///
/// A session lives on one event loop. What its peer sends may arrive on any loop and is handed over
/// there; its methods may be called by any thread; its listener is called on its loop and must not
/// block.
@NullMarked
package org.fivegmc.sip.dialog;

import org.jspecify.annotations.NullMarked;
