/// What the load tools say HTTP with: blocking, one request at a time.
@NullMarked
package org.fivegmc.loadtest.http;

import org.jspecify.annotations.NullMarked;
