/// MSRP endpoint (empty until sessions arrive).
@NullMarked
package org.fivegmc.msrp;

import org.jspecify.annotations.NullMarked;
