/// Who speaks: trusted networks and asserted identities.
@NullMarked
package org.fivegmc.sip.identity;

import org.jspecify.annotations.NullMarked;
