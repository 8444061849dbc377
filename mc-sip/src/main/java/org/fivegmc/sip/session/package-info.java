/// Large messages and chats over INVITE sessions and MSRP (CPM 2.2 sections 7.2, 7.3, 8.2, 8.3).
///
/// A session always ends here: what a user sends in it is stored before its last chunk is answered,
/// and delivered as everything else is, in a session with each device of the recipient, or in pager
/// mode. So it makes no difference to a sender whether the other side is there.
@NullMarked
package org.fivegmc.sip.session;

import org.jspecify.annotations.NullMarked;
