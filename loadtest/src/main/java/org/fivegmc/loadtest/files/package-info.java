/// Files over HTTP by the thousand: to and from the content server as handsets do it, and to and
/// from a plain web server, which it is compared with.
@NullMarked
package org.fivegmc.loadtest.files;

import org.jspecify.annotations.NullMarked;
