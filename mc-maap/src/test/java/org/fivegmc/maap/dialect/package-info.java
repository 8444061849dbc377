@NullMarked
package org.fivegmc.maap.dialect;

import org.jspecify.annotations.NullMarked;
