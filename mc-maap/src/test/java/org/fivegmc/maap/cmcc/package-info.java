@NullMarked
package org.fivegmc.maap.cmcc;

import org.jspecify.annotations.NullMarked;
