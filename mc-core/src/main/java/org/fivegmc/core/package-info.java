/// The heart: values, delivery machine, shard writers, the interfaces of storage and channels.
@NullMarked
package org.fivegmc.core;

import org.jspecify.annotations.NullMarked;
