/// Registration: direct, and on behalf of an S-CSCF.
@NullMarked
package org.fivegmc.sip.registrar;

import org.jspecify.annotations.NullMarked;
