@NullMarked
package org.fivegmc.maap.webhook;

import org.jspecify.annotations.NullMarked;
