/// Tests of revocation documents.
@NullMarked
package org.fivegmc.wire.revoke;

import org.jspecify.annotations.NullMarked;
