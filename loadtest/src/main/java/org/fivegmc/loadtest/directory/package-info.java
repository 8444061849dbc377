/// `./5gmc load directory`: handsets that look for chatbots.
@NullMarked
package org.fivegmc.loadtest.directory;

import org.jspecify.annotations.NullMarked;
