@NullMarked
package org.fivegmc.maap.tenant;

import org.jspecify.annotations.NullMarked;
