/// The command line: what operators type, over the admin interface of a running server.
@NullMarked
package org.fivegmc.server.cli;

import org.jspecify.annotations.NullMarked;
