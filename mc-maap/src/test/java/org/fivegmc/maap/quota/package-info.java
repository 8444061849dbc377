@NullMarked
package org.fivegmc.maap.quota;

import org.jspecify.annotations.NullMarked;
