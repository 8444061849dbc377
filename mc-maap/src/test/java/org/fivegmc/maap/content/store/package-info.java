/// Tests of the stores of files.
@NullMarked
package org.fivegmc.maap.content.store;

import org.jspecify.annotations.NullMarked;
