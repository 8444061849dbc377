@NullMarked
package org.fivegmc.maap.ctcu;

import org.jspecify.annotations.NullMarked;
