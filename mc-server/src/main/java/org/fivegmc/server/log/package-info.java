/// Logging: Logback set up in code, numbers masked, the message id as the key that ties lines
/// together.
@NullMarked
package org.fivegmc.server.log;

import org.jspecify.annotations.NullMarked;
