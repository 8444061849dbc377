@NullMarked
package org.fivegmc.maap.gsma;

import org.jspecify.annotations.NullMarked;
