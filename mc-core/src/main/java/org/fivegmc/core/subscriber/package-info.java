/// Who can be reached and how: subscribers, devices, capabilities.
@NullMarked
package org.fivegmc.core.subscriber;

import org.jspecify.annotations.NullMarked;
