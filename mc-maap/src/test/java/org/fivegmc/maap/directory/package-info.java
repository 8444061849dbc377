@NullMarked
package org.fivegmc.maap.directory;

import org.jspecify.annotations.NullMarked;
