/// The identifiers of RCS: services, feature tags, media types, device instances.
@NullMarked
package org.fivegmc.wire.rcs;

import org.jspecify.annotations.NullMarked;
