package org.fivegmc.core.storage;

import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.UserAddress;

/// One part of one short message.
public record SmsPartRef(UserAddress recipient, MessageId id, int part) {}
