/// What the far ends saw, with times: the evidence every assertion of this module rests on.
@NullMarked
package org.fivegmc.loadtest.observe;

import org.jspecify.annotations.NullMarked;
