package org.fivegmc.core.storage;

import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.UserAddress;

/// A row of the time index.
public record TimerRef(long dueMs, UserAddress recipient, MessageId id) {}
