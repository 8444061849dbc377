/// Common Profile for Instant Messaging (RFC 3862): the envelope of every message.
@NullMarked
package org.fivegmc.wire.cpim;

import org.jspecify.annotations.NullMarked;
