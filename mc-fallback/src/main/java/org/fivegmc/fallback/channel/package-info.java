/// Fallback to SMS: what the core hands over becomes short messages, and receipts find their way
/// back.
@NullMarked
package org.fivegmc.fallback.channel;

import org.jspecify.annotations.NullMarked;
