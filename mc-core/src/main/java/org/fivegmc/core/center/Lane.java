package org.fivegmc.core.center;

import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.InboxEntry;

/// What keeps its order within the inbox of one user: the messages of one sender, or the reports.
record Lane(UserAddress sender, boolean report) {

    static Lane of(Message message) {
        return new Lane(message.sender(), message.isReport());
    }

    static Lane of(InboxEntry entry) {
        return new Lane(entry.sender(), entry.report());
    }
}
